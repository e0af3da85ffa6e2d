package io.sluice.perf.task;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.perf.wire.Wire;

/// Answers JSON that says who it is and what it received. The last part of the path can ask for something else:
///
///     …/sleep/MILLIS    the same, later
///     …/status/CODE     with that status
///     …/size/BYTES      that many letters `x`
///     …/die             no answer: the connection is reset once the request was read
///     …/cut             a length of 100 and ten bytes, then a reset
///     …/cut-chunk       half a chunk, then a reset
///
/// An upgrade to `websocket` is accepted anywhere; every byte behind it comes back.
public final class EchoTask implements TaskHandler {

    private static final String WEBSOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BUFFER_BYTES = 8192;
    private static final byte[] LETTERS = "x".repeat(BUFFER_BYTES).getBytes(StandardCharsets.US_ASCII);

    private final String instance;
    private final String version;
    private final AtomicInteger requests = new AtomicInteger();

    public EchoTask(String instance, String version) {
        this.instance = instance;
        this.version = version;
    }

    /// Received so far, answered or not.
    public int requests() {
        return requests.get();
    }

    @Override
    public boolean answer(Wire wire, Wire.Head head) throws IOException {
        requests.incrementAndGet();
        String target = head.start().split(" ", 3)[1];
        if (head.field("upgrade").equalsIgnoreCase("websocket")) {
            return echo(wire, head);
        }
        if (head.field("expect").equalsIgnoreCase("100-continue")) {
            wire.send("HTTP/1.1 100 Continue");
            wire.out().flush();
        }
        byte[] body = wire.readBody(head);
        String[] parts = target.split("[?]", 2)[0].split("/");
        String verb = parts.length > 1 ? parts[parts.length - 2] : "";
        String last = parts.length == 0 ? "" : parts[parts.length - 1];
        return switch (last) {
            case "die" -> cut(wire, "");
            case "cut" -> cut(wire, "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n0123456789");
            case "cut-chunk" -> cut(wire, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n0123456789");
            default -> {
                if (verb.equals("sleep")) {
                    sleep(Long.parseLong(last));
                }
                int status = verb.equals("status") ? Integer.parseInt(last) : 200;
                yield verb.equals("size")
                        ? letters(wire, head, Integer.parseInt(last))
                        : respond(wire, head, status, JSON.writeValueAsBytes(received(head, target, body)));
            }
        };
    }

    private Map<String, Object> received(Wire.Head head, String target, byte[] body) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("instance", instance);
        said.put("version", version);
        said.put("request_id", head.field("x-request-id"));
        said.put("method", head.start().split(" ", 3)[0]);
        said.put("target", target);
        said.put("body_bytes", body.length);
        List<List<String>> fields = new ArrayList<>();
        for (String line : head.lines()) {
            int colon = line.indexOf(':');
            fields.add(
                    List.of(line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        said.put("fields", fields);
        return said;
    }

    private static boolean respond(Wire wire, Wire.Head head, int status, byte[] body) throws IOException {
        wire.send("HTTP/1.1 " + status + " Status", "content-type: application/json", "content-length: " + body.length);
        if (!head.start().startsWith("HEAD ")) {
            wire.out().write(body);
        }
        return !head.closes();
    }

    private static boolean letters(Wire wire, Wire.Head head, int count) throws IOException {
        wire.send("HTTP/1.1 200 OK", "content-length: " + count);
        for (int sent = 0; sent < count; sent += LETTERS.length) {
            wire.out().write(LETTERS, 0, Math.min(LETTERS.length, count - sent));
        }
        return !head.closes();
    }

    private static boolean cut(Wire wire, String beginning) throws IOException {
        wire.sendRaw(beginning);
        wire.reset();
        return false;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean echo(Wire wire, Wire.Head head) throws IOException {
        wire.send(
                "HTTP/1.1 101 Switching Protocols",
                "upgrade: websocket",
                "connection: Upgrade",
                "x-origin: " + head.field("origin"),
                "sec-websocket-accept: " + accepted(head.field("sec-websocket-key")));
        wire.out().flush();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = wire.in().read(buffer); count >= 0; count = wire.in().read(buffer)) {
            wire.out().write(buffer, 0, count);
            wire.out().flush();
        }
        return false;
    }

    /// The answer to a key (RFC 6455, 4.2.2).
    public static String accepted(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + WEBSOCKET_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
