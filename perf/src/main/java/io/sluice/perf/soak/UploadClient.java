package io.sluice.perf.soak;

import java.io.IOException;
import java.util.Random;

import io.sluice.perf.wire.Wire;
import org.jspecify.annotations.Nullable;

/// POSTs of up to 1 MB with a length, in chunks, or after `100-continue`; what comes back must be the same.
final class UploadClient implements Client {

    private static final int SMALL_BYTES = 20_000;
    private static final int LARGE_BYTES = 1 << 20;

    private final int port;
    private final Tally tally;
    private @Nullable Wire wire;

    UploadClient(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    @Override
    public void step(Random random) throws IOException {
        Wire current = wire == null ? Wire.connect(port) : wire;
        wire = current;
        long seed = random.nextLong();
        byte[] body = Payload.of(seed, random.nextInt(random.nextInt(4) == 0 ? LARGE_BYTES : SMALL_BYTES));
        tally.begin();
        send(current, body, random.nextBoolean(), random.nextBoolean(), random.nextInt(4) == 0);
        Wire.Head head = Requests.requireStatus(current, "200");
        Payload.require(current.readBody(head), seed, body.length);
        tally.verified(body.length);
        if (head.closes()) {
            close();
        }
    }

    private static void send(Wire wire, byte[] body, boolean chunked, boolean chunkedAnswer, boolean expects)
            throws IOException {
        wire.send(
                "POST /echo" + (chunkedAnswer ? "?chunked" : "") + " HTTP/1.1",
                "Host: " + Publications.HOST,
                chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length,
                expects ? "Expect: 100-continue" : "Accept: */*");
        if (expects && (chunked || body.length > 0)) {
            wire.out().flush();
            Requests.requireStatus(wire, "100");
        }
        if (chunked) {
            wire.sendChunked(body);
        } else {
            wire.out().write(body);
        }
        wire.out().flush();
    }

    @Override
    public void close() throws IOException {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }

    @Override
    public long pauseMillis() {
        return 60;
    }
}
