package io.sluice.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// TLS to endpoints. Theirs is a certificate of their own making, for `other.test`.
@OnEachTransport
class UpstreamTlsIT {

    private static final String THEIRS = text("other.crt");
    private static final String SOMEBODYS = text("app.crt");

    private final TransportChoice transport;
    private RunningProxy proxy;
    private TlsEndpoint endpoint;

    UpstreamTlsIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.start(transport);
        endpoint = TlsEndpoint.start(THEIRS.getBytes(StandardCharsets.US_ASCII), bytes("other.key"));
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningProxy closing = proxy;
                TlsEndpoint ended = endpoint) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private static String text(String name) {
        return new String(bytes(name), StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String name) {
        try (InputStream in = UpstreamTlsIT.class.getResourceAsStream("/tls/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Wire serving(Endpoint served, UpstreamTls tls) throws IOException {
        return proxy.serving(new Cluster(
                        "app",
                        List.of(served),
                        LbPolicy.ROUND_ROBIN,
                        new Affinity.None(),
                        RunningProxy.UPSTREAM,
                        RetryPolicy.DEFAULT,
                        OutlierPolicy.DEFAULT,
                        Cluster.UNLIMITED,
                        Duration.ZERO,
                        new UpstreamProtocol(UpstreamProtocol.Http.HTTP1, tls, false)))
                .connect();
    }

    /// Acceptance 63.
    @Test
    void takesAnyCertificateWhereNoneIsVerified() throws IOException {
        try (Wire client = serving(endpoint.endpoint(), new UpstreamTls(false, "", ""))) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").read().text()).isEqualTo("ok");
            }
            assertThat(proxy.count(Counter.UPSTREAM_CONNECTS)).as("pooled").isEqualTo(1);
        }
    }

    @Test
    void takesCertificateThatIsSignedAndNamedRightly() throws IOException {
        try (Wire client = serving(endpoint.endpoint(), new UpstreamTls(true, THEIRS, "other.test"))) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
        }
    }

    /// Acceptance 63.
    @Test
    void refusesOtherCertificates() throws IOException {
        for (UpstreamTls strict : List.of(
                new UpstreamTls(true, SOMEBODYS, "other.test"),
                new UpstreamTls(true, THEIRS, "app.test"),
                new UpstreamTls(true, "", "other.test"))) {
            try (Wire client = serving(endpoint.endpoint(), strict)) {
                Wire.Message response = client.get("/").read();
                assertThat(response.status()).isEqualTo(502);
                assertThat(response.field("proxy-status").orElseThrow()).contains("tls_protocol_error");
            }
        }
        assertThat(proxy.count(Counter.UPSTREAM_TLS_FAILURES)).isEqualTo(3);
    }

    @Test
    void refusesEndpointThatSpeaksNoTls() throws IOException {
        try (ScriptedEndpoint plain = ScriptedEndpoint.running(wire -> wire.send("HTTP/1.1 200 OK\r\n\r\n"));
                Wire client = serving(plain.endpoint(), new UpstreamTls(false, "", ""))) {
            assertThat(client.get("/").read().status()).isEqualTo(502);
        }
    }
}
