package io.sluice.perf.soak;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import io.sluice.perf.wire.Wire;

/// Serves one connection of the proxy, request by request:
///
///     GET /bytes?seed=S&length=N[&chunked][&close]   N bytes that follow from the seed
///     POST /echo[?chunked]                           what was sent
///     GET /ws, as an upgrade                         each frame back
final class UpstreamConnection {

    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final Socket socket;

    UpstreamConnection(Socket socket) {
        this.socket = socket;
    }

    /// A proxy that goes away in the middle is nothing special: its client may have done so. What a client lost by that
    /// the client counts.
    void serve() {
        try (Wire wire = new Wire(socket, 0)) {
            Optional<Wire.Head> head = wire.readHead();
            while (head.isPresent() && answer(wire, head.get())) {
                head = wire.readHead();
            }
        } catch (IOException e) {
            close();
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            System.err.println("a socket that cannot be closed: " + e);
        }
    }

    /// Whether the connection goes on.
    private static boolean answer(Wire wire, Wire.Head head) throws IOException {
        String target = head.start().split(" ", 3)[1];
        Map<String, String> query = query(target);
        if (target.startsWith("/ws")) {
            echoFrames(wire, head);
            return false;
        }
        if (!head.field("expect").isEmpty()) {
            wire.send("HTTP/1.1 100 Continue");
            wire.out().flush();
        }
        byte[] body = target.startsWith("/echo")
                ? wire.readBody(head)
                : Payload.of(Long.parseLong(query.get("seed")), Integer.parseInt(query.get("length")));
        boolean closes = query.containsKey("close");
        respond(wire, body, query.containsKey("chunked"), closes);
        return !closes;
    }

    private static Map<String, String> query(String target) {
        Map<String, String> query = new HashMap<>();
        for (String pair : target.substring(target.indexOf('?') + 1).split("&")) {
            int equals = pair.indexOf('=');
            query.put(equals < 0 ? pair : pair.substring(0, equals), pair.substring(equals + 1));
        }
        return query;
    }

    private static void respond(Wire wire, byte[] body, boolean chunked, boolean closes) throws IOException {
        String connection = closes ? "connection: close" : "x-kept: yes";
        if (chunked) {
            wire.send("HTTP/1.1 200 OK", "transfer-encoding: chunked", connection);
            wire.sendChunked(body);
        } else {
            wire.send("HTTP/1.1 200 OK", "content-length: " + body.length, connection);
            wire.out().write(body);
        }
        wire.out().flush();
    }

    private static void echoFrames(Wire wire, Wire.Head head) throws IOException {
        wire.send(
                "HTTP/1.1 101 Switching Protocols",
                "upgrade: websocket",
                "connection: Upgrade",
                "sec-websocket-accept: " + accepted(head.field("sec-websocket-key")));
        wire.out().flush();
        WebSocketFrames frames = new WebSocketFrames(wire, false);
        WebSocketFrames.Frame frame = frames.read();
        while (frame.data()) {
            frames.send(frame.payload());
            frame = frames.read();
        }
        frames.sendClose();
    }

    static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
