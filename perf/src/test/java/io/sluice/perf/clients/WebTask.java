package io.sluice.perf.clients;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import io.sluice.perf.task.EchoTask;
import io.sluice.perf.task.TaskHandler;
import io.sluice.perf.wire.Wire;

/// A web application of one page: `/page` opens a WebSocket and posts what came of it to `/report`; `/socket` says the
/// Origin it was asked by and then echoes messages; anything else is answered as [EchoTask] does.
final class WebTask implements TaskHandler {

    /// What pages have posted.
    static final BlockingQueue<String> REPORTS = new ArrayBlockingQueue<>(16);

    private final EchoTask others = new EchoTask("web", "1");

    @Override
    public boolean answer(Wire wire, Wire.Head head) throws IOException {
        return switch (head.start().split(" ", 3)[1]) {
            case "/page" -> page(wire);
            case "/report" -> report(wire, head);
            case "/socket" -> socket(wire, head);
            case "/favicon.ico" -> respond(wire, "image/x-icon", new byte[0]);
            default -> others.answer(wire, head);
        };
    }

    private static boolean page(Wire wire) throws IOException {
        try (InputStream page = WebTask.class.getResourceAsStream("page.html")) {
            return respond(wire, "text/html", page.readAllBytes());
        }
    }

    private static boolean report(Wire wire, Wire.Head head) throws IOException {
        REPORTS.add(new String(wire.readBody(head), StandardCharsets.UTF_8));
        return respond(wire, "text/plain", new byte[0]);
    }

    private static boolean respond(Wire wire, String type, byte[] body) throws IOException {
        wire.send("HTTP/1.1 200 OK", "content-type: " + type, "content-length: " + body.length);
        wire.out().write(body);
        return true;
    }

    private static boolean socket(Wire wire, Wire.Head head) throws IOException {
        if (!head.field("upgrade").equalsIgnoreCase("websocket")) {
            wire.send("HTTP/1.1 426 Upgrade Required", "upgrade: websocket", "content-length: 0");
            return true;
        }
        wire.send(
                "HTTP/1.1 101 Switching Protocols",
                "upgrade: websocket",
                "connection: Upgrade",
                "sec-websocket-accept: " + EchoTask.accepted(head.field("sec-websocket-key")));
        EchoSocket socket = new EchoSocket(wire);
        socket.say("origin " + head.field("origin"));
        socket.echo();
        return false;
    }
}
