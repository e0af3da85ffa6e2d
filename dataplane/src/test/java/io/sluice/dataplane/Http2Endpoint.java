package io.sluice.dataplane;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.dataplane.http2.Http2Peer;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.UpstreamTls;

/// An endpoint that speaks HTTP/2 on every connection, as its script says.
final class Http2Endpoint implements AutoCloseable {

    /// What happens on one connection; it closes when the script returns.
    interface Script {
        void run(Http2Peer peer) throws IOException, InterruptedException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final Collection<Socket> open = new ConcurrentLinkedQueue<>();
    private final Collection<Throwable> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private Http2Endpoint(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
        Thread.ofVirtual().start(this::accept);
    }

    /// The script begins before anything was said.
    static Http2Endpoint silent(Script script) throws IOException {
        return on(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), script);
    }

    static Http2Endpoint on(ServerSocket listener, Script script) {
        return new Http2Endpoint(listener, script);
    }

    /// The script begins behind the usual greeting.
    static Http2Endpoint running(Script script) throws IOException {
        return silent(peer -> script.run(peer.greet()));
    }

    /// Answers every request with 200 and `ok`.
    static Http2Endpoint ok() throws IOException {
        return running(Http2Endpoint::answerAll);
    }

    static void answerAll(Http2Peer peer) throws IOException {
        while (true) {
            peer.answer(peer.take(), "ok");
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (SocketException e) {
            // closed: the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Socket socket) {
        open.add(socket);
        try (Http2Peer peer = new Http2Peer(socket)) {
            script.run(peer);
        } catch (EOFException | SocketException e) {
            // the proxy has closed the connection
        } catch (IOException | RuntimeException | AssertionError e) {
            problems.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        open.remove(socket);
    }

    Endpoint endpoint() {
        return new Endpoint("e" + listener.getLocalPort(), (InetSocketAddress) listener.getLocalSocketAddress());
    }

    int connections() {
        return connections.get();
    }

    /// Serves `app.test` from these by HTTP/2 with prior knowledge.
    static Cluster cluster(Http2Endpoint... endpoints) {
        return cluster(UpstreamProtocol.Http.HTTP2, null, RunningProxy.UPSTREAM, endpoints);
    }

    static Cluster cluster(
            UpstreamProtocol.Http http, UpstreamTls tls, UpstreamTimeouts timeouts, Http2Endpoint... endpoints) {
        List<Endpoint> all =
                Arrays.stream(endpoints).map(Http2Endpoint::endpoint).toList();
        return new Cluster(
                "app",
                all,
                LbPolicy.ROUND_ROBIN,
                new Affinity.None(),
                timeouts,
                RetryPolicy.DEFAULT,
                OutlierPolicy.DEFAULT,
                Cluster.UNLIMITED,
                Duration.ZERO,
                new UpstreamProtocol(http, tls, false));
    }

    /// Fails when a script did.
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        for (Throwable problem : problems) {
            throw new AssertionError("an endpoint's script failed", problem);
        }
    }
}
