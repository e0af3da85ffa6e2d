package io.sluice.perf.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.sluice.perf.wire.Wire;
import org.jspecify.annotations.Nullable;

/// GETs of mixed sizes over one connection, some of them pipelined; bodies with a length or in chunks, from endpoints
/// that keep their connection or not.
final class KeepAliveClient implements Client {

    private static final int SMALL_BYTES = 2_000;
    private static final int LARGE_BYTES = 200_000;
    private static final int PIPELINED = 3;

    private final int port;
    private final Tally tally;
    private @Nullable Wire wire;

    KeepAliveClient(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    @Override
    public void step(Random random) throws IOException {
        Wire current = wire == null ? Wire.connect(port) : wire;
        wire = current;
        List<Requests.Get> requests = new ArrayList<>();
        int count = random.nextInt(10) == 0 ? PIPELINED : 1;
        for (int i = 0; i < count; i++) {
            requests.add(request(random));
            requests.getLast().send(current);
            tally.begin();
        }
        current.out().flush();
        boolean kept = true;
        for (Requests.Get request : requests) {
            kept = request.receive(current);
            tally.verified(request.length());
        }
        if (!kept) {
            close();
        }
    }

    private static Requests.Get request(Random random) {
        int length = random.nextInt(random.nextInt(20) == 0 ? LARGE_BYTES : SMALL_BYTES);
        String chunked = random.nextInt(4) == 0 ? "&chunked" : "";
        String close = random.nextInt(16) == 0 ? "&close" : "";
        return new Requests.Get(random.nextLong(), length, chunked + close);
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
        return 12;
    }
}
