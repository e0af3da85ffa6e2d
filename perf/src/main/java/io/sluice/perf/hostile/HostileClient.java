package io.sluice.perf.hostile;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

import io.sluice.perf.wire.Wire;
import io.sluice.perf.wire.WireException;

/// Asks for a hostile answer and judges what comes, then asks for a good one: on the same connection if that
/// goes on, and on a new one.
final class HostileClient {

    private static final int PATIENCE_MILLIS = 3_000;
    private static final long PATIENCE_NANOS = 9_000_000_000L;
    private static final int MAX_INTERIM = 200;
    private static final Pattern FIELD = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7e\\x80-\\xff]*");
    private static final AtomicLong NONCES = new AtomicLong();

    private final int port;

    HostileClient(int port) {
        this.port = port;
    }

    Judgement ask(HostileAnswer answer, int number) {
        try (Wire wire = open()) {
            Seen seen = read(wire, answer, number);
            if (!seen.judgement().isGood()) {
                return seen.judgement();
            }
            pause(answer.pauseMillis());
            Judgement next = seen.goesOn() ? good(wire) : Judgement.PASSED;
            Judgement other = next.isGood() ? good() : next;
            return other.isGood() ? seen.judgement() : other;
        } catch (IOException e) {
            return Judgement.LOST;
        }
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Wire open() throws IOException {
        Wire wire = Wire.connect(port);
        wire.timeoutMillis(PATIENCE_MILLIS);
        return wire;
    }

    /// @param goesOn the connection may be used for another request
    private record Seen(Judgement judgement, boolean goesOn) {}

    private static Seen read(Wire wire, HostileAnswer answer, int number) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try {
            wire.sendRaw(
                    answer.method() + " " + HostileEndpoint.target(number) + " HTTP/1.1\r\nHost: hostile.test\r\n\r\n");
            Wire.Head head = head(wire);
            for (int interim = 0; head.status() < 200; interim++) {
                if (head.status() == 101 || interim >= MAX_INTERIM || System.nanoTime() - deadline > 0) {
                    return new Seen(Judgement.RELAYED, false);
                }
                head = head(wire);
            }
            return finish(wire, head, answer);
        } catch (SocketTimeoutException e) {
            return new Seen(Judgement.HANG, false);
        } catch (Malformed e) {
            return new Seen(Judgement.RELAYED, false);
        } catch (IOException e) {
            return new Seen(Judgement.REFUSED, false);
        }
    }

    private static Seen finish(Wire wire, Wire.Head head, HostileAnswer answer) throws IOException {
        boolean bodiless = answer.method().equals("HEAD") || head.status() == 204 || head.status() == 304;
        boolean delimited = bodiless || head.isChunked() || head.fields().containsKey("content-length");
        if (bodiless) {
            return new Seen(of(head, answer), !head.closes());
        }
        if (delimited) {
            wire.readBody(head);
        } else {
            wire.in().readAllBytes();
        }
        return new Seen(of(head, answer), delimited && !head.closes());
    }

    private static Judgement of(Wire.Head head, HostileAnswer answer) throws IOException {
        if (head.status() == 502 || head.status() == 504) {
            return Judgement.REFUSED;
        }
        return answer.mayComplete() ? Judgement.PASSED : Judgement.RELAYED;
    }

    /// A head that came whole and breaks the grammar.
    private static final class Malformed extends IOException {
        private static final long serialVersionUID = 1L;

        Malformed(String line) {
            super(line);
        }
    }

    private static Wire.Head head(Wire wire) throws IOException {
        Wire.Head head = wire.readHead().orElseThrow(() -> new WireException("closed"));
        if (!head.start().matches("HTTP/1\\.[01] [1-5]\\d\\d( [\\t\\x20-\\x7e\\x80-\\xff]*)?")) {
            throw new Malformed(head.start());
        }
        for (String line : head.lines()) {
            if (!FIELD.matcher(line).matches()) {
                throw new Malformed(line);
            }
        }
        long lengths = head.lines().stream()
                .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                .count();
        if (lengths > 1
                || (lengths == 1
                        && (head.isChunked() || !head.field("content-length").matches("\\d{1,18}")))) {
            throw new Malformed("lengths");
        }
        return head;
    }

    private Judgement good() {
        try (Wire wire = open()) {
            return good(wire);
        } catch (IOException e) {
            return Judgement.LOST;
        }
    }

    private static Judgement good(Wire wire) {
        return good(wire, "hostile.test");
    }

    /// A request that has but one right answer.
    static Judgement good(Wire wire, String host) {
        String target = "/good/" + NONCES.incrementAndGet();
        try {
            wire.sendRaw("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
            Wire.Head head = head(wire);
            String body = new String(wire.readBody(head), StandardCharsets.ISO_8859_1);
            if (body.equals(target) && head.status() == 200) {
                return Judgement.PASSED;
            }
            return head.status() >= 500 ? Judgement.LOST : Judgement.POISON;
        } catch (SocketTimeoutException e) {
            return Judgement.HANG;
        } catch (Malformed e) {
            return Judgement.POISON;
        } catch (IOException e) {
            return Judgement.LOST;
        }
    }
}
