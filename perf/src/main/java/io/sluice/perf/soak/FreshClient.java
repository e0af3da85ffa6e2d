package io.sluice.perf.soak;

import java.io.IOException;
import java.util.Random;

import io.sluice.perf.wire.Wire;

/// A new connection for each request.
final class FreshClient implements Client {

    private static final int MAX_BYTES = 4_000;

    private final int port;
    private final Tally tally;

    FreshClient(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    @Override
    public void step(Random random) throws IOException {
        tally.begin();
        try (Wire wire = Wire.connect(port)) {
            Requests.Get request = new Requests.Get(random.nextLong(), random.nextInt(MAX_BYTES), "");
            request.send(wire);
            wire.out().flush();
            request.receive(wire);
            tally.verified(request.length());
        }
    }

    @Override
    public void close() {
        // Nothing outlives a step.
    }

    @Override
    public long pauseMillis() {
        return 30;
    }
}
