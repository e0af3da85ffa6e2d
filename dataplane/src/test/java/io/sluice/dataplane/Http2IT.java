package io.sluice.dataplane;

import java.io.IOException;
import java.util.Random;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests of HTTP/2 clients to endpoints that speak HTTP/1.1.
@OnEachTransport
class Http2IT {

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2IT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.startHttp2(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private Http2Wire connect() throws IOException {
        return Http2Wire.connect(proxy.port());
    }

    @Test
    void forwardsRequestWithItsFieldsAndOurs() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-App: A\r\nConnection: x-hop\r\nX-Hop: 1\r\n"
                        + "Keep-Alive: timeout=5\r\n\r\nok")) {
            proxy.serving(endpoint);
            try (Http2Wire client = connect()) {
                int stream =
                        client.get("/a/b?c=d", "accept: x", "cookie: a=b", "cookie: c=d", "x-forwarded-for: 6.6.6.6");

                Http2Wire.Response response = client.await(stream);

                assertThat(response.status()).isEqualTo(200);
                assertThat(response.text()).isEqualTo("ok");
                assertThat(response.head())
                        .contains("content-length: 2", "x-app: A")
                        .noneMatch(line -> line.startsWith("connection")
                                || line.startsWith("x-hop")
                                || line.startsWith("keep-alive"));
                String id = response.field("x-request-id").orElseThrow();
                assertThat(endpoint.requests().getFirst().head())
                        .startsWith("GET /a/b?c=d HTTP/1.1\r\nHost: app.test\r\naccept: x\r\ncookie: a=b; c=d\r\n")
                        .contains("x-forwarded-for: 127.0.0.1\r\n", "x-request-id: " + id + "\r\n")
                        .doesNotContainIgnoringCase("6.6.6.6", "connection:", ":path");
            }
        }
    }

    @Test
    void servesHttp11OnTheSamePort() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");

            assertThat(client.read().text()).isEqualTo("ok");
        }
    }

    @Test
    void relaysBodiesBothWays() throws IOException {
        byte[] body = new byte[500_000];
        new Random(1).nextBytes(body);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request ->
                "HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n" + request.text())) {
            proxy.serving(endpoint);
            try (Http2Wire client = connect()) {
                int stream = client.post("/");
                sendAll(client, stream, body);

                assertThat(client.await(stream).body()).isEqualTo(body);
                assertThat(endpoint.requests().getFirst().head()).contains("transfer-encoding: chunked");
            }
        }
    }

    /// Waits for the window as a client must.
    private static void sendAll(Http2Wire client, int stream, byte[] body) throws IOException {
        int window = 65_536;
        int sent = 0;
        while (sent < body.length) {
            if (window == 0) {
                Http2Wire.Frame frame = client.awaitFrame(8);
                window += frame.streamId() == stream
                        ? java.nio.ByteBuffer.wrap(frame.payload()).getInt()
                        : 0;
                continue;
            }
            int count = Math.min(Math.min(16_384, window), body.length - sent);
            client.data(stream, sent + count == body.length, java.util.Arrays.copyOfRange(body, sent, sent + count));
            sent += count;
            window -= count;
        }
    }

    @Test
    void servesManyStreamsAtOnce() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> "HTTP/1.1 200 OK\r\nContent-Length: "
                + request.startLine().length() + "\r\n\r\n" + request.startLine())) {
            proxy.serving(endpoint);
            try (Http2Wire client = connect()) {
                for (int round = 0; round < 5; round++) {
                    int first = client.get("/0");
                    for (int i = 1; i < 90; i++) {
                        client.get("/" + i);
                    }
                    for (int i = 0; i < 90; i++) {
                        assertThat(client.await(first + 2 * i).text()).isEqualTo("GET /" + i + " HTTP/1.1");
                    }
                }
            }
            assertThat(proxy.count(Counter.HTTP2_CONNECTIONS)).isEqualTo(1);
        }
    }
}
