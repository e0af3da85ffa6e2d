package io.sluice.perf.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

import io.sluice.perf.wire.Wire;

/// Goes away in the middle: of its head, of its body, or of the response; with a reset or an orderly end.
final class AbortingClient implements Client {

    private static final int BODY_BYTES = 300_000;

    private final int port;
    private final Tally tally;

    AbortingClient(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    private enum Place {
        HEAD,
        REQUEST_BODY,
        BEFORE_RESPONSE,
        RESPONSE_BODY
    }

    private static final Place[] PLACES = Place.values();

    @Override
    public void step(Random random) throws IOException {
        try (Wire wire = Wire.connect(port)) {
            goTo(PLACES[random.nextInt(PLACES.length)], wire, random);
            if (random.nextBoolean()) {
                wire.reset();
            }
        } catch (IOException e) {
            tally.failedAbort();
            throw e;
        }
        tally.aborted();
    }

    private static void goTo(Place place, Wire wire, Random random) throws IOException {
        Requests.Get request = new Requests.Get(random.nextLong(), BODY_BYTES, random.nextBoolean() ? "&chunked" : "");
        switch (place) {
            case HEAD -> {
                wire.out().write("GET /bytes HTTP/1.1\r\nHost: soak".getBytes(StandardCharsets.US_ASCII));
                wire.out().flush();
            }
            case REQUEST_BODY -> {
                wire.send("POST /echo HTTP/1.1", "Host: " + Publications.HOST, "Content-Length: " + BODY_BYTES);
                wire.out().write(new byte[random.nextInt(BODY_BYTES)]);
                wire.out().flush();
            }
            case BEFORE_RESPONSE -> {
                request.send(wire);
                wire.out().flush();
            }
            case RESPONSE_BODY -> {
                request.send(wire);
                wire.out().flush();
                Requests.requireStatus(wire, "200");
                wire.readExactly(random.nextInt(BODY_BYTES / 2));
            }
        }
    }

    @Override
    public void close() {
        // Nothing outlives a step.
    }

    @Override
    public long pauseMillis() {
        return 50;
    }
}
