package io.sluice.perf.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import io.sluice.perf.wire.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios 38, 39 and 41: upgraded connections.
class WebSocketsIT {

    private static AcceptanceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = AcceptanceStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /// That a tunnel may be idle for ten minutes follows from its idle time-out of an hour, which `/api/v1/config`
    /// shows.
    @Test
    void s38_upgradesWhereTheLabelSays() throws IOException {
        stack.deploy(App.of("s38", "demo.local", stack.task("one", "1")).label("websocket_endpoints", "/ws"));

        try (Wire socket = upgraded("/ws")) {
            assertEchoes(socket, "hello");
            assertEchoes(socket, "ping");
        }
        assertThat(stack.api("config").findValue("tunnel_idle_timeout_ms").asLong())
                .isGreaterThan(600_000);
    }

    @Test
    void s39_upgradesWithoutALabel() throws IOException {
        stack.deploy(App.of("s39", "demo.local", stack.task("one", "1")));

        try (Wire socket = upgraded("/any/path")) {
            assertEchoes(socket, "hello");
        }
    }

    @Test
    void s41_staysOpenWhileOthersComeAndGo() throws IOException {
        App app = App.of("s41", "demo.local", stack.task("one", "1"));
        App other = App.of("s41b", "other.local", stack.task("two", "1"));
        stack.deploy(app);

        try (Wire socket = upgraded("/ws")) {
            for (int i = 0; i < 10; i++) {
                stack.deploy(app, other);
                stack.deploy(app);
                assertEchoes(socket, "round " + i);
            }
        }
    }

    private static Wire upgraded(String path) throws IOException {
        Wire wire = stack.connect();
        Answer answer = AcceptanceStack.send(
                wire,
                "GET",
                "demo.local",
                path,
                "",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Origin: http://demo.local",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.field("x-origin")).isEqualTo("http://demo.local");
        return wire;
    }

    private static void assertEchoes(Wire socket, String text) throws IOException {
        socket.sendRaw(text);
        assertThat(new String(socket.readExactly(text.length()), StandardCharsets.ISO_8859_1))
                .isEqualTo(text);
    }
}
