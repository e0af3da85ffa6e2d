package io.sluice.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.TlsIdentity;
import io.sluice.dataplane.model.TlsOptions;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.VirtualHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// TLS of clients: who is given which certificate, and what passes in it.
@OnEachTransport
class TlsIT {

    private final TransportChoice transport;
    private final List<VirtualHost> hosts = new ArrayList<>();
    private @Nullable HostTls otherTls;
    private RunningProxy proxy;
    private ScriptedEndpoint endpoint;

    TlsIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.startTls(transport, TlsOptions.DEFAULT, TlsIT::identity);
        endpoint = ScriptedEndpoint.running(wire -> {
            while (true) {
                Wire.Message request = wire.read();
                String said = request.field("x-forwarded-proto").orElse("-") + " "
                        + request.field("x-forwarded-port").orElse("-") + " " + request.body().length;
                wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + said.length() + "\r\n\r\n" + said);
            }
        });
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningProxy closing = proxy;
                ScriptedEndpoint ended = endpoint) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// The name before the `@` says whose; behind it is the version.
    private static TlsIdentity identity(String name) {
        String file = name.substring(0, name.indexOf('@'));
        if (file.equals("missing")) {
            throw new IdentityUnavailableException(name, "no such secret");
        }
        return new TlsIdentity(resource(file + ".crt"), resource(file + ".key"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = TlsIT.class.getResourceAsStream("/tls/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private TlsIT host(String host, String identity) {
        Route route = new Route("app@" + host + "/", "/", new RouteAction.Forward("app"));
        HostTls tls = new HostTls.Terminate(identity, ClientCertificates.NONE, List.of(route));
        hosts.add(new VirtualHost(HostPattern.of(host), List.of(route), tls));
        return this;
    }

    private void publish(Cluster... more) {
        List<Cluster> clusters = new ArrayList<>(List.of(more));
        clusters.add(new Cluster("app", List.of(endpoint.endpoint()), LbPolicy.ROUND_ROBIN, RunningProxy.UPSTREAM));
        proxy.dataPlane().publish(new ProxyConfig(hosts, List.of(), otherTls, clusters));
    }

    private static Wire.Message ask(TlsClient client, String host) throws IOException {
        Wire wire = client.wire();
        wire.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        return wire.read();
    }

    /// Acceptance 33.
    @Test
    void givesEachHostItsCertificate() throws IOException {
        host("app.test", "app@1").host("*.other.test", "other@1").publish();

        try (TlsClient app = TlsClient.connect(proxy.tlsPort(), "APP.test");
                TlsClient other = TlsClient.connect(proxy.tlsPort(), "a.other.test")) {
            assertThat(app.certificate()).isEqualTo("app.test");
            assertThat(ask(app, "app.test").text()).isEqualTo("https " + proxy.tlsPort() + " 0");
            assertThat(other.certificate()).isEqualTo("other.test");
            assertThat(ask(other, "a.other.test").status()).isEqualTo(200);
        }
        assertThat(proxy.count(Counter.TLS_HANDSHAKES)).isEqualTo(2);
    }

    /// Acceptance 34.
    @Test
    void refusesNamesThatNobodyHas() {
        host("app.test", "app@1").publish();

        for (String name : List.of("other.test", "", "app.test.evil")) {
            assertThatThrownBy(() -> TlsClient.connect(proxy.tlsPort(), name))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("unrecognized_name");
        }
        assertThat(proxy.count(Counter.TLS_REFUSED)).isEqualTo(3);
    }

    /// Acceptance 34: with a default, its certificate.
    @Test
    void givesOthersTheDefaultCertificate() throws IOException {
        Route route = new Route("app@*/", "/", new RouteAction.Forward("app"));
        otherTls = new HostTls.Terminate("other@1", ClientCertificates.NONE, List.of(route));
        host("app.test", "app@1").publish();

        for (String name : List.of("nobody.test", "")) {
            try (TlsClient client = TlsClient.connect(proxy.tlsPort(), name)) {
                assertThat(client.certificate()).isEqualTo("other.test");
                assertThat(ask(client, "nobody.test").status()).isEqualTo(200);
            }
        }
    }

    /// Acceptance 36.
    @Test
    void readsHelloByteByByte() throws IOException {
        host("app.test", "app@1").publish();

        try (TlsClient client = TlsClient.connectBytewise(proxy.tlsPort(), "app.test")) {
            assertThat(ask(client, "app.test").status()).isEqualTo(200);
        }
    }

    /// R-LIM-6: nor do the streams of one, among which clients share connections most.
    @Test
    void answers421ToStreamsForHostsOfOtherCertificates() throws IOException {
        host("app.test", "app@1")
                .host("www.app.test", "app@1")
                .host("other.test", "other@1")
                .publish();

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test", "h2");
                Http2Wire wire = client.http2()) {
            for (int round = 0; round < 3; round++) {
                int own = wire.headers(true, http2("app.test"));
                int covered = wire.headers(true, http2("www.app.test"));
                int other = wire.headers(true, http2("other.test"));

                assertThat(wire.await(own).text()).startsWith("https ");
                assertThat(wire.await(covered).status()).isEqualTo(200);
                assertThat(wire.await(other).status()).isEqualTo(421);
            }
        }
    }

    private static byte[] http2(String host) {
        return Http2Wire.block(":method: GET", ":scheme: https", ":path: /", ":authority: " + host);
    }

    /// R-LIM-6: a connection serves no hosts of another certificate.
    @Test
    void answers421ForHostsOfOtherCertificates() throws IOException {
        host("app.test", "app@1")
                .host("www.app.test", "app@1")
                .host("other.test", "other@1")
                .publish();

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            assertThat(ask(client, "www.app.test").status()).isEqualTo(200);
            assertThat(ask(client, "other.test").status()).isEqualTo(421);
            assertThat(ask(client, "nobody.test").status()).isEqualTo(421);
        }
    }

    /// Acceptance 57: new handshakes get the new certificate, and who is connected notices nothing.
    @Test
    void changesCertificatesUnderOpenConnections() throws IOException {
        host("app.test", "app@1").publish();
        try (TlsClient before = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            assertThat(ask(before, "app.test").status()).isEqualTo(200);
            hosts.clear();
            host("app.test", "other@2").publish();

            try (TlsClient after = TlsClient.connect(proxy.tlsPort(), "app.test")) {
                assertThat(after.certificate()).isEqualTo("other.test");
                assertThat(ask(after, "app.test").status()).isEqualTo(200);
            }
            assertThat(ask(before, "app.test").status()).isEqualTo(200);
        }
    }

    @Test
    void missingCertificateCostsItsHostAlone() throws IOException {
        host("app.test", "app@1").host("other.test", "missing@1").publish();

        assertThatThrownBy(() -> TlsClient.connect(proxy.tlsPort(), "other.test"))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("internal_error");
        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            assertThat(ask(client, "app.test").status()).isEqualTo(200);
        }
        assertThat(proxy.count(Counter.TLS_CERTIFICATE_FAILURES)).isEqualTo(1);
    }

    @Test
    void agreesOnProtocol() throws IOException {
        host("app.test", "app@1").publish();

        try (TlsClient http2 = TlsClient.connect(proxy.tlsPort(), "app.test", "http/1.1", "h2");
                TlsClient http1 = TlsClient.connect(proxy.tlsPort(), "app.test", "http/1.1");
                TlsClient strange = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            assertThat(http2.protocol()).isEqualTo("h2");
            assertThat(http1.protocol()).isEqualTo("http/1.1");
            assertThat(ask(http1, "app.test").status()).isEqualTo(200);
            assertThat(strange.protocol()).isEmpty();
            assertThat(ask(strange, "app.test").status()).isEqualTo(200);
        }
    }

    /// The end is said in TLS, so that nobody takes a cut for it.
    @Test
    void endsInTls() throws IOException {
        host("app.test", "app@1").publish();

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            Wire wire = client.wire();
            wire.send("GET / HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(200);
            assertThat(wire.readRest()).isEmpty();

            TlsClient refused = TlsClient.connect(proxy.tlsPort(), "app.test");
            Wire bad = refused.wire();
            bad.send("NONSENSE\r\n\r\n");
            assertThat(bad.read().status()).isEqualTo(400);
            assertThat(bad.readRest()).isEmpty();
            refused.close();
        }
    }

    /// A client that ends its side of TLS is taken for gone, as BoringSSL's end of ours goes with it (RFC 5246, 7.2.1).
    @Test
    void takesForGoneWhoEndsTls() throws IOException {
        try (ScriptedEndpoint waiting = ScriptedEndpoint.running(Wire::readToEnd)) {
            ScriptedEndpoint answering = endpoint;
            endpoint = waiting;
            host("app.test", "app@1").publish();
            endpoint = answering;
            try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test")) {
                client.wire().send("GET / HTTP/1.1\r\nHost: app.test\r\n\r\n");
                await().until(() -> proxy.inFlight() == 1);

                client.endOutput();

                assertThat(client.wire().readRest()).isEmpty();
                await().until(() -> proxy.failures("client_gone") == 1);
            }
        }
    }

    @Test
    void carriesLargeBodies() throws IOException {
        host("app.test", "app@1").publish();
        byte[] body = new byte[3_000_000];

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            Wire wire = client.wire();
            wire.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: " + body.length + "\r\n\r\n");
            wire.send(body);
            assertThat(wire.read().text()).endsWith(" " + body.length);
        }
    }

    /// Acceptance 35.
    @Test
    void passesOnWhatIsNotEndedHere() throws IOException {
        try (TlsEndpoint own = TlsEndpoint.start(resource("other.crt"), resource("other.key"))) {
            hosts.add(new VirtualHost(HostPattern.of("own.test"), List.of(), new HostTls.Passthrough("own")));
            host("app.test", "app@1")
                    .publish(new Cluster("own", List.of(own.endpoint()), LbPolicy.ROUND_ROBIN, RunningProxy.UPSTREAM));

            try (TlsClient passed = TlsClient.connectBytewise(proxy.tlsPort(), "own.test");
                    TlsClient ended = TlsClient.connect(proxy.tlsPort(), "app.test")) {
                assertThat(passed.certificate()).isEqualTo("other.test");
                assertThat(passed.wire()
                                .send("GET / HTTP/1.1\r\nHost: own.test\r\n\r\n")
                                .read()
                                .head())
                        .doesNotContain("x-");
                assertThat(ask(ended, "app.test").status()).isEqualTo(200);
            }
            assertThat(proxy.count(Counter.TLS_PASSED_ON)).isEqualTo(1);
        }
    }

    @Test
    void resetsWhoCannotBePassedOn() throws IOException {
        hosts.add(new VirtualHost(HostPattern.of("own.test"), List.of(), new HostTls.Passthrough("own")));
        host("app.test", "app@1").publish(new Cluster("own", List.of(), LbPolicy.ROUND_ROBIN, RunningProxy.UPSTREAM));

        assertThatThrownBy(() -> TlsClient.connect(proxy.tlsPort(), "own.test")).isInstanceOf(IOException.class);
    }

    /// What is no TLS is cut off.
    @Test
    void closesOnWhoeverSpeaksNoTls() throws IOException {
        host("app.test", "app@1").publish();

        try (Wire plain = Wire.connect(proxy.tlsPort())) {
            plain.get("/");
            assertThat(plain.readRest()).isEmpty();
        }
    }
}
