package io.sluice.perf.soak;

import java.io.IOException;
import java.util.Random;

import io.sluice.perf.wire.Wire;

/// Takes a large response in small sips through a small window, so that the proxy must make the endpoint wait.
final class SlowReader implements Client {

    private static final int RECEIVE_BYTES = 8 * 1024;
    private static final int BODY_BYTES = 1 << 20;
    private static final int SIP_BYTES = 16 * 1024;
    private static final long SIP_MILLIS = 15;

    private final int port;
    private final Tally tally;

    SlowReader(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    @Override
    public void step(Random random) throws IOException, InterruptedException {
        tally.begin();
        try (Wire wire = Wire.connect(port, RECEIVE_BYTES)) {
            Requests.Get request = new Requests.Get(random.nextLong(), BODY_BYTES, "");
            request.send(wire);
            wire.out().flush();
            Wire.Head head = Requests.requireStatus(wire, "200");
            byte[] body = new byte[Wire.length(head)];
            for (int at = 0; at < body.length; at += SIP_BYTES) {
                int sip = Math.min(SIP_BYTES, body.length - at);
                System.arraycopy(wire.readExactly(sip), 0, body, at, sip);
                Thread.sleep(SIP_MILLIS);
            }
            Payload.require(body, request.seed(), BODY_BYTES);
            tally.verified(BODY_BYTES);
        }
    }

    @Override
    public void close() {
        // Nothing outlives a step.
    }

    @Override
    public long pauseMillis() {
        return 200;
    }
}
