package io.sluice.dataplane;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;

import io.sluice.dataplane.model.RouteAction.Forward;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// What a route asks of requests and says of failures: body limit, error page, WebSocket paths. Numbers are those of
/// the acceptance scenarios.
@OnEachTransport
class RoutePolicyIT {

    private static final RoutePolicy SMALL_BODIES = Site.policy(10, "", null);
    private static final RoutePolicy OWN_PAGE = Site.policy(10, "<h1>Sorry</h1>", null);

    private final TransportChoice transport;
    private RunningProxy proxy;

    RoutePolicyIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private Wire serve(RoutePolicy policy, ScriptedEndpoint... endpoints) throws IOException {
        proxy.dataPlane()
                .publish(new Site()
                        .cluster("c", endpoints)
                        .route("app.test", "/", new Forward("c"), policy)
                        .config());
        return proxy.connect();
    }

    private static String post(String fields) {
        return "POST /x HTTP/1.1\r\nHost: app.test\r\n" + fields + "\r\n";
    }

    /// 58.
    @Test
    void refusesALongBodyBeforeAnythingIsSent() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(SMALL_BODIES, endpoint)) {
            client.send(post("Content-Length: 11\r\nExpect: 100-continue\r\n"));
            Wire.Message answer = client.read();

            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 413 Content Too Large");
            assertThat(answer.field("connection")).contains("close");
            assertThatThrownBy(client::readByte).isInstanceOf(EOFException.class);
            assertThat(endpoint.connections()).isZero();
        }
        assertThat(proxy.failures("body_too_large")).isEqualTo(1);
    }

    @Test
    void passesABodyOfTheLimit() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(SMALL_BODIES, endpoint)) {
            client.send(post("Content-Length: 10\r\n") + "0123456789");
            assertThat(client.read().status()).isEqualTo(200);
            client.send(post("Transfer-Encoding: chunked\r\n") + "5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests())
                    .allSatisfy(request -> assertThat(request.text()).isEqualTo("0123456789"));
        }
    }

    @Test
    void cutsAChunkedBodyOffAtTheLimit() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(SMALL_BODIES, endpoint)) {
            client.send(post("Transfer-Encoding: chunked\r\n") + "6\r\n012345\r\n");
            client.send("5\r\n6789a\r\n");
            Wire.Message answer = client.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.field("connection")).contains("close");
            client.send("0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: app.test\r\n\r\n");
            assertThatThrownBy(client::readByte).isInstanceOf(EOFException.class);
            assertThat(endpoint.requests()).as("no whole request").isEmpty();
            try (Wire other = proxy.connect()) {
                assertThat(other.get("/").read().status()).as("others go on").isEqualTo(200);
            }
        }
    }

    @Test
    void cutsAResponseOffWhoseRequestGrowsTooLong() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                    wire.readRest();
                });
                Wire client = serve(SMALL_BODIES, endpoint)) {
            client.send(post("Transfer-Encoding: chunked\r\n") + "1\r\n0\r\n");
            assertThat(client.readHead()).startsWith("HTTP/1.1 200");
            client.send("b\r\n0123456789a\r\n");

            assertThat(client.readToEnd().isReset())
                    .as("not taken for the whole")
                    .isTrue();
        }
    }

    @Test
    void showsTheRoutesOwnErrorPage() throws IOException {
        try (Wire client = serve(OWN_PAGE)) {
            Wire.Message html = client.get("/").read();
            assertThat(html.status()).isEqualTo(503);
            assertThat(html.text()).isEqualTo("<h1>Sorry</h1>");
            assertThat(html.field("proxy-status").orElseThrow()).contains("no_endpoint");
            assertThat(html.field("retry-after")).isPresent();

            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nAccept: application/json\r\n\r\n");
            assertThat(client.read().text()).contains("\"error\":\"no_endpoint\"");
            client.send("GET / HTTP/1.1\r\nHost: unknown.test\r\n\r\n");
            assertThat(client.read().text()).as("not this route's").contains("No service is published");

            client.send(post("Content-Length: 11\r\n"));
            assertThat(client.read().text()).isEqualTo("<h1>Sorry</h1>");
        }
    }

    @Test
    void showsTheRoutesOwnErrorPageForEndpointFailures() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering("HTTP/0.9 nonsense\r\n\r\n");
                Wire client = serve(OWN_PAGE, endpoint)) {
            Wire.Message page = client.get("/").read();

            assertThat(page.status()).isEqualTo(502);
            assertThat(page.text()).isEqualTo("<h1>Sorry</h1>");
        }
    }

    @Test
    void ignoresUpgradesElsewhere() throws IOException {
        String upgrade = " HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(Site.policy(RoutePolicy.UNLIMITED, "", List.of("/ws")), endpoint)) {
            client.send("GET /wsx" + upgrade);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getLast().head()).doesNotContainIgnoringCase("upgrade");

            client.send("GET /ws/x" + upgrade);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getLast().head())
                    .contains("connection: upgrade\r\n", "upgrade: websocket\r\n");
        }
    }

    @Test
    void refusesASwitchThatTheRouteDidNotPassOn() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering("HTTP/1.1 101 Switching Protocols\r\n"
                        + "Connection: upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
                Wire client = serve(Site.policy(RoutePolicy.UNLIMITED, "", List.of()), endpoint)) {
            client.send("GET /ws HTTP/1.1\r\nHost: app.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(502);
        }
        assertThat(proxy.failures("unasked_switch")).isEqualTo(1);
    }
}
