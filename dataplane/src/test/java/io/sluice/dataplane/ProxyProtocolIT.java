package io.sluice.dataplane;

import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// R-XFF-1: the PROXY protocol names the client, on connections from trusted networks and to endpoints that ask for it.
@OnEachTransport
class ProxyProtocolIT {

    private static final String LOOPBACK = "127.0.0.0/8";
    private static final String GET = "GET / HTTP/1.1\r\nHost: app.test\r\n\r\n";
    private static final String VERSION_1 = "PROXY TCP4 203.0.113.9 203.0.113.1 4711 443\r\n";
    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final byte[] VERSION_2 = HexFormat.of()
            .parseHex(SIGNATURE + "21" + "11" + "0010" + "cb007109" + "cb007101" + "1267" + "01bb" + "04000100");
    private static final byte[] LOCAL = HexFormat.of().parseHex(SIGNATURE + "20000000");

    private final TransportChoice transport;
    private RunningProxy proxy;

    ProxyProtocolIT(TransportChoice transport) {
        this.transport = transport;
    }

    private RunningProxy start(String trusted) {
        return start(trusted, Limits.DEFAULT, DownstreamTimeouts.DEFAULT);
    }

    private RunningProxy start(String trusted, Limits limits, DownstreamTimeouts timeouts) {
        proxy = RunningProxy.start(transport, limits, timeouts, true, trusted, HeadOptions.DEFAULT);
        return proxy;
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
    void takesClientFromTextHeader() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start(LOOPBACK).serving(endpoint).connect()) {
            client.send(VERSION_1 + GET + GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n"));

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests()).hasSize(2).allSatisfy(ProxyProtocolIT::assertNamed);
            assertThat(proxy.count(Counter.PROXY_HEADERS)).isEqualTo(1);
        }
    }

    private static void assertNamed(Wire.Message request) {
        assertThat(request.field("x-forwarded-for")).contains("203.0.113.9");
        assertThat(request.field("x-real-ip")).contains("203.0.113.9");
        assertThat(request.field("x-forwarded-port")).contains("443");
    }

    @Test
    void takesClientFromBinaryHeaderByteByByte() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start(LOOPBACK).serving(endpoint).connect()) {
            for (byte b : VERSION_2) {
                client.send(new byte[] {b});
                Thread.sleep(1); // so that most come alone
            }
            client.send(GET);

            assertThat(client.read().status()).isEqualTo(200);
            assertNamed(endpoint.requests().getFirst());
        }
    }

    /// A balancer's own health check: nobody is behind it.
    @Test
    void takesPeerOfLocalConnection() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start(LOOPBACK).serving(endpoint).connect()) {
            client.send(LOCAL).send(GET);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().field("x-real-ip")).contains("127.0.0.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {GET, "PROXY TCP4 1.2.3.4 5.6.7.8 1 x\r\n" + GET, "PROXY TCP5 1.2.3.4\r\n" + GET})
    void closesConnectionWithoutHeader(String bytes) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start(LOOPBACK).serving(endpoint).connect()) {
            client.send(bytes);

            assertThat(client.readToEnd().text()).isEmpty();
            assertThat(proxy.count(Counter.PROXY_HEADERS_REFUSED)).isEqualTo(1);
            assertThat(endpoint.connections()).isZero();
        }
    }

    @Test
    void closesConnectionThatEndsInItsHeader() throws IOException {
        try (Wire client = start(LOOPBACK).serving().connect()) {
            client.send("PROXY TCP4 1.2").endOutput();

            assertThat(client.readToEnd().text()).isEmpty();
            assertThat(proxy.count(Counter.PROXY_HEADERS_REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void closesConnectionWhoseHeaderTakesTooLong() throws IOException {
        Duration shortly = Duration.ofMillis(200);
        Duration long60 = Duration.ofSeconds(60);
        start(LOOPBACK, Limits.DEFAULT, new DownstreamTimeouts(long60, long60, long60, shortly));
        try (Wire client = proxy.serving().connect()) {
            client.send("PROXY TCP4 ");

            assertThat(client.readToEnd().text()).isEmpty();
            assertThat(proxy.count(Counter.PROXY_HEADERS_REFUSED)).isEqualTo(1);
        }
    }

    /// Nobody else may imitate a balancer: who is not trusted speaks plain HTTP, and a header is none.
    @Test
    void takesNoHeaderFromUntrustedPeer() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire plain = start("10.0.0.0/8").serving(endpoint).connect();
                Wire forger = proxy.connect();
                Wire binaryForger = proxy.connect()) {
            assertThat(plain.send(GET).read().status()).isEqualTo(200);
            assertThat(forger.send(VERSION_1 + GET).read().status()).isEqualTo(400);
            assertThat(binaryForger.send(VERSION_2).send(GET).read().status()).isEqualTo(400);

            assertThat(endpoint.requests()).hasSize(1);
            assertThat(endpoint.requests().getFirst().field("x-real-ip")).contains("127.0.0.1");
        }
    }

    /// R-LIM-5: the client is the one that the header names.
    @Test
    void limitsConnectionsOfNamedClient() throws IOException {
        start(
                LOOPBACK,
                Limits.DEFAULT.withConnections(100, new ClientLimits(1, Limits.UNLIMITED)),
                DownstreamTimeouts.DEFAULT);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire first = proxy.serving(endpoint).connect();
                Wire second = proxy.connect();
                Wire other = proxy.connect()) {
            assertThat(first.send(VERSION_1 + GET).read().status()).isEqualTo(200);

            assertThat(second.send(VERSION_1).readToEnd().text()).isEmpty();
            assertThat(proxy.count(Counter.CLIENT_LIMIT)).isEqualTo(1);
            assertThat(other.send(VERSION_1.replace("113.9", "113.8") + GET)
                            .read()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void namesClientToEndpointThatAsks() throws IOException {
        try (ScriptedEndpoint endpoint = reading(28);
                Wire client = start(LOOPBACK).serving(cluster(endpoint)).connect()) {
            client.send(VERSION_1 + GET);

            assertThat(client.read().text())
                    .isEqualTo(SIGNATURE + "21" + "11" + "000c" + "cb007109" + "cb007101" + "1267" + "01bb");
        }
    }

    /// Answers with the header that its connection began with.
    private static ScriptedEndpoint reading(int bytes) throws IOException {
        return ScriptedEndpoint.running(wire -> {
            String header = HexFormat.of().formatHex(wire.readBytes(bytes));
            while (true) {
                wire.read();
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + header.length() + "\r\n\r\n" + header);
            }
        });
    }

    private static Cluster cluster(ScriptedEndpoint endpoint) {
        return new Cluster(
                "app",
                List.of(endpoint.endpoint()),
                LbPolicy.ROUND_ROBIN,
                new Affinity.None(),
                RunningProxy.UPSTREAM,
                RetryPolicy.DEFAULT,
                OutlierPolicy.DEFAULT,
                Cluster.UNLIMITED,
                Duration.ZERO,
                new UpstreamProtocol(UpstreamProtocol.Http.HTTP1, null, true));
    }

    /// A connection that named one client must not carry the request of another.
    @Test
    void sharesNoConnectionThatNamesAClient() throws IOException {
        try (ScriptedEndpoint endpoint = reading(28);
                Wire first = start(LOOPBACK).serving(cluster(endpoint)).connect();
                Wire second = proxy.connect()) {
            first.send(VERSION_1 + GET);
            assertThat(first.read().text()).contains("cb007109");
            second.send(VERSION_1.replace("113.9", "113.8") + GET);

            assertThat(second.read().text()).contains("cb007108");
            assertThat(first.send(GET).read().text()).contains("cb007109");
            assertThat(endpoint.connections()).isEqualTo(3);
            assertThat(proxy.idleConnections()).isZero();
        }
    }

    /// Also when the label comes to a service whose connections are pooled already.
    @Test
    void leavesPooledConnectionsBehindWhenEndpointAsks() throws IOException {
        try (ScriptedEndpoint plain = ScriptedEndpoint.running(wire -> {
                    int first = wire.readByte();
                    if (first == 'G') {
                        wire.readHead();
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nplain");
                    } else {
                        wire.skip(27);
                        wire.read();
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nnamed");
                    }
                    wire.readToEnd();
                });
                Wire client = start(LOOPBACK).serving(plain).connect()) {
            assertThat(client.send(VERSION_1 + GET).read().text()).isEqualTo("plain");
            proxy.serving(cluster(plain));

            assertThat(client.send(GET).read().text()).isEqualTo("named");
        }
    }
}
