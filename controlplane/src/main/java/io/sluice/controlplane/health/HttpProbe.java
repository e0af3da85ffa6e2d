package io.sluice.controlplane.health;

import java.io.IOException;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.HealthCheck;
import io.sluice.controlplane.text.AddressText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A GET over a connection of its own, HTTP/1.1, no redirects followed. `Host` is the endpoint's address: a health
/// path answers for the task, not for one of the hosts that are routed to it.
///
/// The time-out covers connecting, asking and the whole response head. The body is of no interest, but a little of
/// it is taken, so that a well-behaved endpoint sees its response leave and not a reset.
final class HttpProbe implements Prober {

    static final int MAX_BODY_BYTES = 64 * 1024;
    static final Duration MAX_BODY_WAIT = Duration.ofMillis(200);

    /// PROXY protocol, version 2: a connection that the proxy makes for itself names no client.
    private static final String LOCAL_PROXY_HEADER = "\r\n\r\n\0\r\nQUIT\n \0\0\0";

    private static final int BUFFER_BYTES = 4096;

    private static final Logger LOG = LoggerFactory.getLogger(HttpProbe.class);

    @Override
    public CheckResult probe(CheckTarget target) {
        Attempt attempt = new Attempt(target);
        if (!isSendable(target.check().path())) {
            return attempt.failed(Outcome.SKIPPED, "the path holds what no request line can");
        }
        try (SocketChannel channel = SocketChannel.open()) {
            return attempt.over(channel);
        } catch (IOException e) {
            return attempt.failed(Outcome.SKIPPED, "no socket can be had: " + Printable.escaped(e.toString()));
        }
    }

    /// The verdict is known: whatever happens here changes it no more.
    private static void skipBody(Socket socket) {
        byte[] buffer = new byte[BUFFER_BYTES];
        long endNanos = System.nanoTime() + MAX_BODY_WAIT.toNanos();
        int skipped = 0;
        try {
            socket.setSoTimeout((int) MAX_BODY_WAIT.toMillis());
            int count = 0;
            while (count >= 0 && skipped < MAX_BODY_BYTES && System.nanoTime() - endNanos < 0) {
                skipped += count;
                count = socket.getInputStream().read(buffer);
            }
        } catch (IOException e) {
            LOG.trace("the rest of a response was not read", e);
        }
    }

    private static String message(IOException e) {
        String message = e.getMessage();
        return Printable.escaped(message == null ? e.getClass().getSimpleName() : message);
    }

    private static boolean isSendable(String path) {
        return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /// One check under way.
    private static final class Attempt {

        private final CheckTarget target;
        private final long startNanos = System.nanoTime();

        private Attempt(CheckTarget target) {
            this.target = target;
        }

        private CheckResult over(SocketChannel channel) {
            try {
                channel.socket().connect(target.address(), millisLeft());
            } catch (SocketTimeoutException e) {
                return failed(Outcome.TIMEOUT, "no connection" + inTime());
            } catch (BindException e) {
                return failed(Outcome.SKIPPED, "no local port can be had: " + message(e));
            } catch (IOException e) {
                return failed(Outcome.CONNECT, "no connection: " + message(e));
            }
            return ask(channel.socket());
        }

        private CheckResult ask(Socket socket) {
            ResponseStart response = new ResponseStart();
            try {
                socket.getOutputStream().write(request());
                CheckResult result = read(socket, response);
                skipBody(socket);
                return result;
            } catch (SocketTimeoutException e) {
                return failed(
                        Outcome.TIMEOUT, (response.hasBegun() ? "no complete response" : "no response") + inTime());
            } catch (IOException e) {
                return failed(Outcome.CLOSED, "the connection broke: " + message(e));
            }
        }

        /// A request is small enough for the buffer of a new socket: writing it does not block.
        private byte[] request() {
            String preface = target.proxyProtocol() ? LOCAL_PROXY_HEADER : "";
            String head = preface + "GET " + target.check().path() + " HTTP/1.1\r\nHost: "
                    + AddressText.format(target.address())
                    + "\r\nUser-Agent: sluice-health\r\nAccept: */*\r\nConnection: close\r\n\r\n";
            return head.getBytes(StandardCharsets.ISO_8859_1);
        }

        private CheckResult read(Socket socket, ResponseStart response) throws IOException {
            byte[] buffer = new byte[BUFFER_BYTES];
            while (!response.isOver()) {
                socket.setSoTimeout(millisLeft());
                int count = socket.getInputStream().read(buffer);
                if (count < 0) {
                    String end = response.hasBegun() ? "within the response head" : "without a response";
                    return failed(Outcome.CLOSED, "the connection was closed " + end);
                }
                response.accept(buffer, count);
            }
            return response.problem()
                    .map(problem -> failed(Outcome.MALFORMED, problem))
                    .orElseGet(() -> judge(response.status()));
        }

        private CheckResult judge(int status) {
            HealthCheck check = target.check();
            if (status >= check.minStatus() && status <= check.maxStatus()) {
                return CheckResult.passed(took());
            }
            return failed(Outcome.STATUS, "status " + status + ", not " + check.minStatus() + "-" + check.maxStatus());
        }

        private CheckResult failed(Outcome outcome, String detail) {
            return new CheckResult(outcome, detail, took());
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - startNanos);
        }

        private String inTime() {
            return " within " + target.check().timeout().toMillis() + " ms";
        }

        /// At least 1: a socket takes 0 for ever.
        private int millisLeft() throws SocketTimeoutException {
            long millis = target.check().timeout().minus(took()).toMillis();
            if (millis < 1) {
                throw new SocketTimeoutException("the check's time is over");
            }
            return (int) Math.min(millis, Integer.MAX_VALUE);
        }
    }
}
