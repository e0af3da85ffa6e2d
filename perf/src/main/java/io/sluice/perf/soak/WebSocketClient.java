package io.sluice.perf.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

import io.sluice.perf.wire.Wire;
import io.sluice.perf.wire.WireException;
import org.jspecify.annotations.Nullable;

/// Frames of mixed sizes that must come back, over a WebSocket that is closed and opened anew now and then.
final class WebSocketClient implements Client {

    private static final int SMALL_BYTES = 300;
    private static final int GOING_AWAY = 1001;

    private final int port;
    private final Tally tally;
    private @Nullable Wire wire;

    WebSocketClient(int port, Tally tally) {
        this.port = port;
        this.tally = tally;
    }

    @Override
    public void step(Random random) throws IOException {
        if (wire == null) {
            wire = open(random);
        }
        Wire current = wire;
        try {
            echo(current, random);
        } catch (IOException e) {
            wire = null;
            current.close();
            throw e;
        }
        if (random.nextInt(50) == 0) {
            close();
        }
    }

    private void echo(Wire current, Random random) throws IOException {
        WebSocketFrames frames = new WebSocketFrames(current, true);
        long seed = random.nextLong();
        int length = random.nextInt(random.nextInt(8) == 0 ? WebSocketFrames.MAX_PAYLOAD_BYTES : SMALL_BYTES);
        tally.begin();
        frames.send(Payload.of(seed, length));
        WebSocketFrames.Frame back = frames.read();
        if (back.data()) {
            Payload.require(back.payload(), seed, length);
            tally.verified(length);
        } else {
            leave(current, frames, back);
        }
    }

    /// The endpoint is no longer published, and the proxy says so; what was on its way may be lost (RFC 6455, 7.4.1).
    private void leave(Wire current, WebSocketFrames frames, WebSocketFrames.Frame farewell) throws IOException {
        byte[] code = farewell.payload();
        if (code.length < 2 || ((code[0] & 0xff) << 8 | (code[1] & 0xff)) != GOING_AWAY) {
            throw new WireException("a close frame that says something else than 1001");
        }
        wire = null;
        try (current) {
            frames.sendClose();
        }
        tally.verified(0);
    }

    private Wire open(Random random) throws IOException {
        tally.begin();
        Wire opened = Wire.connect(port);
        try {
            handshake(opened, random);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        tally.verified(0);
        return opened;
    }

    private static void handshake(Wire opened, Random random) throws IOException {
        String key = Base64.getEncoder()
                .encodeToString(Long.toHexString(random.nextLong() | (1L << 63)).getBytes(StandardCharsets.US_ASCII));
        opened.send(
                "GET /ws HTTP/1.1",
                "Host: " + Publications.HOST,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: " + key);
        opened.out().flush();
        Wire.Head head = Requests.requireStatus(opened, "101");
        if (!head.field("sec-websocket-accept").equals(UpstreamConnection.accepted(key))) {
            throw new WireException("the answer is not to our key");
        }
    }

    /// The other end answers a close frame with its own, then ends the connection.
    @Override
    public void close() throws IOException {
        if (wire == null) {
            return;
        }
        try (Wire closing = wire) {
            wire = null;
            WebSocketFrames frames = new WebSocketFrames(closing, true);
            tally.begin();
            frames.sendClose();
            if (frames.read().data() || closing.in().read() >= 0) {
                throw new WireException("more data after the close frame");
            }
            tally.verified(0);
        }
    }

    @Override
    public long pauseMillis() {
        return 30;
    }
}
