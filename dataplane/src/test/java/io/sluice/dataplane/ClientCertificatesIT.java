package io.sluice.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.TlsIdentity;
import io.sluice.dataplane.model.TlsOptions;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Certificates that clients show: who is let in by them, and what endpoints are told.
@OnEachTransport
class ClientCertificatesIT {

    private static final String FORGED = "Client-Cert: :Zm9yZ2Vk:\r\n"
            + "Client-Cert-Chain: :Zm9yZ2Vk:\r\n"
            + "X-Client-Cert-Verified: forged\r\n"
            + "x-client-cert-subject: CN=forged\r\n"
            + "X-CLIENT-CERT-ISSUER: forged\r\n"
            + "X-Client-Cert-Serial: forged\r\n"
            + "X-Client-Cert-Fingerprint: forged\r\n"
            + "X_Client_Cert_Subject: CN=forged\r\n";

    @TempDir
    private Path files;

    private final TransportChoice transport;
    private final List<VirtualHost> hosts = new ArrayList<>();
    private RunningProxy proxy;
    private ScriptedEndpoint endpoint;

    ClientCertificatesIT(TransportChoice transport) {
        this.transport = transport;
    }

    /// The endpoint says what it was told of certificates.
    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.startTls(
                transport, TlsOptions.DEFAULT, name -> new TlsIdentity(resource("app.crt"), resource("app.key")));
        endpoint = ScriptedEndpoint.answeringEach(request -> {
            String told = request.head()
                    .lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).matches(".*(client.cert|evil|forged).*"))
                    .collect(Collectors.joining("\n"));
            return "HTTP/1.1 200 OK\r\nContent-Length: " + told.length() + "\r\n\r\n" + told;
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

    private static byte[] resource(String name) {
        try (InputStream in = ClientCertificatesIT.class.getResourceAsStream("/tls/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ClientCertificatesIT host(String host, Demand demand, String authority, Told told) {
        Route route = new Route("app@" + host + "/", "/", new RouteAction.Forward("app"));
        String authorities =
                authority.isEmpty() ? "" : new String(resource(authority + ".crt"), StandardCharsets.US_ASCII);
        HostTls tls =
                new HostTls.Terminate(host + "@1", new ClientCertificates(demand, authorities, told), List.of(route));
        hosts.add(new VirtualHost(HostPattern.of(host), List.of(route), tls));
        return this;
    }

    private void publish() {
        Cluster app = new Cluster("app", List.of(endpoint.endpoint()), LbPolicy.ROUND_ROBIN, RunningProxy.UPSTREAM);
        proxy.dataPlane().publish(new ProxyConfig(hosts, List.of(), null, List.of(app)));
    }

    private static String ask(Wire wire, String host, String more) throws IOException {
        return wire.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n" + more + "\r\n")
                .read()
                .text();
    }

    private TlsClient.Identity client() {
        return new TlsClient.Identity(resource("client.crt"), resource("client.key"));
    }

    @Test
    void tellsEndpointsOfTheCertificate() throws IOException {
        host("app.test", Demand.REQUIRED, "clients", Told.CERTIFICATE).publish();

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test", client())) {
            for (int round = 0; round < 2; round++) {
                assertThat(ask(client.wire(), "app.test", FORGED))
                        .startsWith("x-client-cert-verified: true\n"
                                + "x-client-cert-subject: O=Shop\\0D\\0Ax-evil: 1,CN=Zo\\C3\\AB\n"
                                + "x-client-cert-issuer: CN=clients\n"
                                + "x-client-cert-serial: 4d2\n"
                                + "x-client-cert-fingerprint: ")
                        .matches("(?s).*fingerprint: [0-9a-f]{64}\nclient-cert: :[A-Za-z0-9+/]+=*:");
            }
        }
    }

    @Test
    void tellsOnStreamsToo() throws IOException {
        host("app.test", Demand.REQUIRED, "clients", Told.SUBJECT).publish();

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test", client(), "h2");
                Http2Wire wire = client.http2()) {
            for (int round = 0; round < 2; round++) {
                int stream = wire.headers(
                        true,
                        Http2Wire.block(
                                ":method: GET",
                                ":scheme: https",
                                ":path: /",
                                ":authority: app.test",
                                "x-client-cert-subject: CN=forged",
                                "client-cert: :Zm9yZ2Vk:"));

                assertThat(wire.await(stream).text())
                        .startsWith("x-client-cert-verified: true\nx-client-cert-subject: O=Shop\\0D\\0A")
                        .doesNotContain("forged", "client-cert: :");
            }
        }
    }

    @Test
    void saysWhenThereIsNone() throws IOException {
        host("app.test", Demand.OPTIONAL, "clients", Told.CERTIFICATE).publish();

        try (TlsClient client = TlsClient.connect(proxy.tlsPort(), "app.test")) {
            assertThat(ask(client.wire(), "app.test", FORGED)).isEqualTo("x-client-cert-verified: false");
        }
    }

    /// Nobody can make an endpoint believe what no handshake has shown.
    @Test
    void dropsForgedFieldsEverywhere() throws IOException {
        host("app.test", Demand.NONE, "", Told.NOTHING)
                .host("quiet.test", Demand.OPTIONAL, "clients", Told.NOTHING)
                .publish();

        try (Wire plain = Wire.connect(proxy.port());
                TlsClient tls = TlsClient.connect(proxy.tlsPort(), "app.test");
                TlsClient quiet = TlsClient.connect(proxy.tlsPort(), "quiet.test", client())) {
            assertThat(ask(plain, "app.test", FORGED)).isEmpty();
            assertThat(ask(tls.wire(), "app.test", FORGED)).isEmpty();
            assertThat(ask(quiet.wire(), "quiet.test", FORGED)).isEmpty();
            assertThat(ask(plain, "app.test", FORGED + "Connection: client-cert, x-client-cert-subject\r\n"))
                    .isEmpty();
        }
    }

    @Test
    void dropsForgedTrailers() throws IOException {
        host("app.test", Demand.NONE, "", Told.NOTHING).publish();
        String chunked = "POST / HTTP/1.1\r\nHost: app.test\r\nTE: trailers\r\nTransfer-Encoding: chunked\r\n\r\n";

        try (ScriptedEndpoint trailing = ScriptedEndpoint.answeringEach(request -> {
                    String all = request.head() + request.text() + request.trailers();
                    return "HTTP/1.1 200 OK\r\nContent-Length: " + all.length() + "\r\n\r\n" + all;
                });
                Wire plain = Wire.connect(proxy.port())) {
            proxy.serving(trailing);
            plain.send(chunked + "0\r\nX-Kept: 1\r\nX-Client-Cert-Subject: CN=forged\r\n\r\n");

            assertThat(plain.read().text()).contains("X-Kept").doesNotContain("forged");
        }
    }

    /// A resumed session shows no certificate again: what the first handshake showed still holds.
    @Test
    void resumedSessionsKeepTheCertificate() throws Exception {
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            hosts.clear();
            host("app.test", Demand.REQUIRED, "clients", Told.SUBJECT).publish();
            Path session = files.resolve("session" + version);

            String first = openssl(version, "app.test", shown("-sess_out", session.toString()));
            String second = openssl(version, "app.test", "-sess_in", session.toString());

            assertThat(first).contains("New, TLSv1.", "x-client-cert-subject: O=Shop");
            assertThat(second).contains("Reused, TLSv1.", "x-client-cert-subject: O=Shop");
        }
        assertThat(proxy.count(Counter.TLS_HANDSHAKES)).isEqualTo(4);
    }

    /// A ticket is good only where clients are asked in the same way: whoever was let in without a certificate, or by
    /// another authority, be it of the same name, has nothing to show.
    @Test
    void ticketsOpenNoHostThatAsksOtherwise() throws Exception {
        proxy.dataPlane().ticketKeys(List.of(new byte[48]));
        host("app.test", Demand.REQUIRED, "clients", Told.SUBJECT)
                .host("same.test", Demand.REQUIRED, "clients", Told.SUBJECT)
                .host("maybe.test", Demand.OPTIONAL, "clients", Told.SUBJECT)
                .host("strange.test", Demand.REQUIRED, "namesake", Told.SUBJECT)
                .host("open.test", Demand.NONE, "", Told.NOTHING)
                .publish();
        for (String version : List.of("-tls1_2", "-tls1_3")) {
            for (String from : List.of("maybe.test", "open.test")) {
                String session = files.resolve(from + version).toString();
                assertThat(openssl(version, from, "-sess_out", session)).contains("HTTP/1.1 200");

                assertThat(openssl(version, from, "-sess_in", session)).contains("Reused, TLSv1.");
                assertThat(openssl(version, "app.test", "-sess_in", session)).doesNotContain("Reused", "HTTP/1.1 200");
            }
            String session = files.resolve("app.test" + version).toString();
            assertThat(openssl(version, "app.test", shown("-sess_out", session)))
                    .contains("HTTP/1.1 200");
            assertThat(openssl(version, "same.test", "-sess_in", session))
                    .contains("Reused, TLSv1.", "x-client-cert-subject: O=Shop");
            assertThat(openssl(version, "strange.test", "-sess_in", session)).doesNotContain("Reused", "HTTP/1.1 200");
        }
    }

    private String[] shown(String... more) throws IOException {
        Path certificate = Files.write(files.resolve("client.crt"), resource("client.crt"));
        Path key = Files.write(files.resolve("client.key"), resource("client.key"));
        List<String> all = new ArrayList<>(List.of("-cert", certificate.toString(), "-key", key.toString()));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private String openssl(String version, String host, String... more) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "openssl is not installed");
        List<String> command = new ArrayList<>(List.of(
                "/usr/bin/openssl",
                "s_client",
                "-connect",
                "127.0.0.1:" + proxy.tlsPort(),
                "-servername",
                host,
                version,
                "-ign_eof"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.outputWriter(StandardCharsets.US_ASCII)) {
            in.write("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
        } catch (IOException e) {
            // it was refused before it had read all
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }
}
