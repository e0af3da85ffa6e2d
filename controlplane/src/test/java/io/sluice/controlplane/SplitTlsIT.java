package io.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.certs.TestCertificates;
import io.sluice.controlplane.cli.ControlSettings;
import io.sluice.controlplane.cli.HeaderBuffers;
import io.sluice.controlplane.cli.JoinSettings;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.cli.StickyKey;
import io.sluice.controlplane.cli.TlsSettings;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.demo.SampleCompose;
import io.sluice.controlplane.demo.SampleStack;
import io.sluice.controlplane.identity.Authority;
import io.sluice.controlplane.text.AddressText;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Certificates and keys lie with `sluice control` alone; `sluice proxy` is sent them.
class SplitTlsIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final BuildInfo BUILD = new BuildInfo("0.1", "test");
    private static final String HOST = "demo.localhost";

    @TempDir
    private Path directory;

    private SampleStack stack;
    private SampleCompose compose;
    private final List<ControlProcess> controls = new ArrayList<>();
    private final List<ProxyProcess> proxies = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        stack = SampleStack.start("0.1");
        compose = SampleCompose.write(stack);
        Authority authority = Authority.create(InstantSource.system());
        Files.writeString(directory.resolve("ca"), authority.toPem());
        Files.writeString(directory.resolve("token"), authority.newToken().text());
    }

    @AfterEach
    void stop() {
        proxies.forEach(proxy -> proxy.drain(Duration.ofMillis(100)));
        controls.forEach(ControlProcess::close);
        compose.close();
        stack.close();
    }

    private ControlProcess control() {
        ControlSettings settings = new ControlSettings(
                ANY_PORT,
                ANY_PORT,
                directory.resolve("ca"),
                directory.resolve("token"),
                RoutingOptions.DEFAULT,
                TlsSettings.DEFAULT,
                null);
        ControlProcess control =
                ControlProcess.start(settings, "control", BUILD, new ComposeProvider(compose.file(), Map.of()));
        controls.add(control);
        return control;
    }

    private ProxyProcess proxy(String name, ControlProcess control) throws IOException {
        ProxySettings settings = new ProxySettings(
                List.of(new ListenAddress(ANY_PORT)),
                ANY_PORT,
                TransportChoice.NIO,
                1,
                List.of(),
                true,
                HeadOptions.DEFAULT,
                ClientLimits.NONE,
                Duration.ofSeconds(1),
                StickyKey.NONE,
                RoutingOptions.DEFAULT,
                new TlsSettings(
                        List.of(new ListenAddress(ANY_PORT)),
                        directory.resolve("nothing"),
                        new TlsSettings.TicketSecret(
                                "the same secret of all the replicas".getBytes(StandardCharsets.US_ASCII))),
                DownstreamTimeouts.DEFAULT,
                HeaderBuffers.DEFAULT,
                null);
        Path state = Files.createDirectories(directory.resolve("state-" + name));
        JoinSettings join = new JoinSettings(
                List.of(AddressText.format(control.link().address())), directory.resolve("token"), state, name);
        ProxyProcess proxy = ProxyProcess.start(settings, join, BUILD);
        proxies.add(proxy);
        return proxy;
    }

    private ProxyProcess ready(ProxyProcess proxy) {
        await().atMost(Duration.ofSeconds(20)).until(() -> proxy.readiness().ready());
        return proxy;
    }

    private static SSLContext client() throws GeneralSecurityException {
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, new TrustManager[] {new Credulous()}, null);
        return client;
    }

    /// Sessions are looked up by the name and port that are given here, whichever proxy is connected to.
    private static SSLSocket connect(ProxyProcess proxy, SSLContext client) throws IOException {
        InetSocketAddress https = proxy.dataPlane().addresses().getLast();
        SSLSocket socket = (SSLSocket) client.getSocketFactory()
                .createSocket(new Socket(https.getAddress(), https.getPort()), HOST, 443, true);
        socket.setSoTimeout(30_000);
        socket.startHandshake();
        return socket;
    }

    private static String exchange(SSLSocket socket) throws IOException {
        String request = "GET /ping HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        byte[] start = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
        socket.getInputStream().skipNBytes(socket.getInputStream().available());
        return new String(start, StandardCharsets.US_ASCII);
    }

    private static X509Certificate shown(ProxyProcess proxy) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(proxy, client())) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    @Test
    void proxyEndsTlsWithKeysThatItWasSent() throws Exception {
        ProxyProcess proxy = ready(proxy("edge-1", control()));

        try (SSLSocket socket = connect(proxy, client())) {
            assertThat(exchange(socket)).isEqualTo("HTTP/1.1 200");
        }
    }

    @Test
    void aNewCertificateTouchesNoConnection() throws Exception {
        ProxyProcess proxy = ready(proxy("edge-1", control()));
        X509Certificate before = shown(proxy);
        try (SSLSocket open = connect(proxy, client())) {
            TestCertificates.replace(compose.file().resolveSibling("demo-cert.pem"), TestCertificates.combined(HOST));

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(shown(proxy)).isNotEqualTo(before));

            assertThat(exchange(open)).isEqualTo("HTTP/1.1 200");
        }
    }

    /// F15: keys lie encrypted in the state directory.
    @Test
    void proxyEndsTlsFromItsDiskWithoutControlPlane() throws Exception {
        ControlProcess control = control();
        ProxyProcess before = ready(proxy("edge-1", control));
        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(directory.resolve("state-edge-1/keys.sluice")));
        before.drain(Duration.ofMillis(100));
        control.close();
        proxies.clear();
        controls.clear();

        ProxyProcess after = proxy("edge-1", control);

        try (SSLSocket socket = connect(after, client())) {
            assertThat(exchange(socket)).isEqualTo("HTTP/1.1 200");
        }
        assertThat(after.readiness().reason()).contains("from the disk");
    }

    /// The demo's certificates are nobody's but its own.
    private static final class Credulous implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
