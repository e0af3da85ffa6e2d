package io.sluice.dataplane;

import java.io.IOException;
import java.time.Duration;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Who does not go on in time is answered or cut; how long that takes is not this test's matter.
@OnEachTransport
class TimeoutsIT {

    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final TransportChoice transport;
    private RunningProxy proxy;

    TimeoutsIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport, Limits.DEFAULT, new DownstreamTimeouts(SHORT, SHORT, SHORT));
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    @Test
    void closesConnectionWithoutRequest() throws IOException {
        try (Wire client = proxy.serving().connect()) {
            assertThat(client.readRest()).isEmpty();
        }
    }

    /// F27: whoever connects has something to say; between requests one may think longer.
    @Test
    void waitsForTheFirstRequestAsLongAsForAHead() throws IOException {
        proxy.close();
        proxy = RunningProxy.start(transport, Limits.DEFAULT, new DownstreamTimeouts(SHORT, SHORT, LONG));
        try (Wire client = proxy.serving().connect()) {
            assertThat(client.readRest()).isEmpty();
        }
    }

    @Test
    void closesConnectionBetweenRequests() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            assertThat(client.get("/").read().field("connection")).isEmpty();
            assertThat(client.readRest()).isEmpty();
        }
    }

    @Test
    void answers408ToSlowHead() throws IOException {
        try (Wire client = proxy.serving().connect()) {
            client.send("GET / HTTP/1.1\r\nHost: ");

            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.readRest()).isEmpty();
            assertThat(proxy.count(Counter.HEAD_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    void answers408ToSlowBody() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> wire.readToEnd());
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 10\r\n\r\nabc");

            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.readRest()).isEmpty();
        }
    }

    @Test
    void answers504WhenEndpointIsSilent() throws IOException {
        UpstreamTimeouts impatient = new UpstreamTimeouts(LONG, SHORT, LONG, LONG, LONG);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> wire.readToEnd());
                Wire client = proxy.serving(impatient, endpoint).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(504);
            assertThat(proxy.failures("response_timeout")).isEqualTo(1);
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    @Test
    void cutsResponseThatStalls() throws IOException {
        UpstreamTimeouts impatient = new UpstreamTimeouts(LONG, LONG, SHORT, LONG, LONG);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
                    wire.readToEnd();
                });
                Wire client = proxy.serving(impatient, endpoint).connect()) {
            client.get("/");

            assertThat(client.readToEnd().isReset()).isTrue();
            assertThat(proxy.failures("response_stalled")).isEqualTo(1);
        }
    }

    /// R-LIM-2: slow reading costs the reader.
    @Test
    void cutsClientThatDoesNotTakeItsResponse() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
                            .send(new byte[100_000_000]);
                });
                Wire client = Wire.connect(proxy.serving(endpoint).port(), 4096)) {
            client.get("/");

            await().atMost(Duration.ofSeconds(30)).until(() -> proxy.failures("client_stalled") == 1);
        }
    }

    /// Also when its response is complete on our side.
    @Test
    void cutsClientThatDoesNotTakeTheEndOfItsResponse() throws IOException {
        String page = "GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n";
        try (Wire client = Wire.connect(proxy.serving().port(), 4096)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(page.repeat(50_000));
                } catch (IOException e) {
                    // cut, as expected
                }
            });

            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 1);
            assertThat(sender).isNotNull();
        }
    }

    /// The client may take its time: what it has to send comes late on a busy machine, and the endpoint is to blame.
    @Test
    void answers504WhenEndpointDoesNotTakeTheRequest() throws IOException {
        proxy.close();
        proxy = RunningProxy.start(transport, Limits.DEFAULT, new DownstreamTimeouts(LONG, LONG, LONG));
        UpstreamTimeouts impatient = new UpstreamTimeouts(LONG, LONG, SHORT, LONG, LONG);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    await().atMost(Duration.ofSeconds(30)).until(() -> proxy.failures("response_timeout") == 1);
                });
                Wire client = proxy.serving(impatient, endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 100000000\r\n\r\n");
            Thread.ofVirtual().start(() -> {
                try {
                    client.send(new byte[100_000_000]);
                } catch (IOException e) {
                    // answered and cut, as expected
                }
            });

            await().atMost(Duration.ofSeconds(30)).until(() -> proxy.failures("response_timeout") == 1);
            assertThat(client.read().status()).isEqualTo(504);
        }
    }
}
