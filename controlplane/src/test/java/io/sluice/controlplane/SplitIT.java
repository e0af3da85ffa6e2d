package io.sluice.controlplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.build.BuildInfo;
import io.sluice.controlplane.cli.ControlSettings;
import io.sluice.controlplane.cli.JoinSettings;
import io.sluice.controlplane.cli.ProxySettings;
import io.sluice.controlplane.cli.TlsSettings;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.demo.SampleCompose;
import io.sluice.controlplane.demo.SampleStack;
import io.sluice.controlplane.identity.Authority;
import io.sluice.controlplane.text.AddressText;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// `sluice control` and `sluice proxy` with a Compose file, the sample stack, and everything between them real.
class SplitIT {

    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final BuildInfo BUILD = new BuildInfo("0.1", "test");

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
        Files.writeString(directory.resolve("token"), authority.newToken().text() + "\n");
        Files.createDirectory(directory.resolve("state"));
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

    private ProxyProcess proxy(String name, List<String> controlPlanes) {
        ProxySettings settings = new ProxySettings(
                List.of(new ListenAddress(ANY_PORT)),
                ANY_PORT,
                TransportChoice.NIO,
                1,
                List.of(),
                true,
                HeadOptions.DEFAULT,
                ClientLimits.NONE,
                Duration.ofSeconds(1));
        JoinSettings join =
                new JoinSettings(controlPlanes, directory.resolve("token"), directory.resolve("state"), name);
        ProxyProcess proxy = ProxyProcess.start(settings, join, BUILD);
        proxies.add(proxy);
        return proxy;
    }

    private static String addressOf(ControlProcess control) {
        return AddressText.format(control.link().address());
    }

    private static void awaitReady(ProxyProcess proxy) {
        await().atMost(Duration.ofSeconds(20)).until(() -> proxy.readiness().ready());
    }

    @Test
    void proxySaysWhatItServesAndControlSaysWhoDoes() throws IOException {
        ControlProcess control = control();
        ProxyProcess proxy = proxy("edge-1", List.of(addressOf(control)));
        awaitReady(proxy);

        assertThat(served(proxy, "demo.localhost")).startsWith("HTTP/1.1 200");
        assertThat(served(proxy, "other.localhost")).startsWith("HTTP/1.1 503");
        await().untilAsserted(() -> assertThat(asked(control.admin().address(), "/api/v1/proxies"))
                .contains("\"name\" : \"edge-1\"", "\"stale\" : false"));
        assertThat(asked(control.admin().address(), "/metrics"))
                .contains("sluice_proxies_connected 1.0", "sluice_proxy_behind_seconds{proxy=\"edge-1\"} 0.0");
        assertThat(asked(proxy.admin().address(), "/api/v1/routes")).contains("demo.localhost");
        assertThat(asked(control.admin().address(), "/api/v1/explain?url=http://demo.localhost/x"))
                .contains("\"cluster\" : \"demo\"");
    }

    @Test
    void aChangeReachesTheProxy() throws IOException {
        ControlProcess control = control();
        ProxyProcess proxy = proxy("edge-1", List.of(addressOf(control)));
        awaitReady(proxy);

        Files.writeString(
                compose.file(), Files.readString(compose.file()).replace("demo.localhost", "moved.localhost"));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(served(proxy, "moved.localhost")).startsWith("HTTP/1.1 200"));
        assertThat(served(proxy, "demo.localhost")).startsWith("HTTP/1.1 503");
    }

    @Test
    void trafficDoesNotNoticeThatAControlPlaneEnds() throws IOException {
        ControlProcess one = control();
        ControlProcess other = control();
        ProxyProcess proxy = proxy("edge-1", List.of(addressOf(one), addressOf(other)));
        awaitReady(proxy);
        long generation = proxy.dataPlane().cut().generation();

        ControlProcess used = one.link().proxies().isEmpty() ? other : one;
        used.close();
        controls.remove(used);
        for (int i = 0; i < 200; i++) {
            assertThat(served(proxy, "demo.localhost")).startsWith("HTTP/1.1 200");
        }

        ControlProcess left = used == one ? other : one;
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !left.link().proxies().isEmpty());
        assertThat(proxy.dataPlane().cut().generation())
                .as("the same content is not published again")
                .isEqualTo(generation);
    }

    /// F15 and R-ADM-1.
    @Test
    void proxyStartsFromItsDiskWithoutControlPlane() throws IOException {
        ControlProcess control = control();
        String address = addressOf(control);
        ProxyProcess before = proxy("edge-1", List.of(address));
        awaitReady(before);
        before.drain(Duration.ofMillis(100));
        control.close();
        proxies.clear();
        controls.clear();

        ProxyProcess after = proxy("edge-1", List.of(address));

        assertThat(served(after, "demo.localhost")).startsWith("HTTP/1.1 200");
        assertThat(after.readiness().ready()).isFalse();
        assertThat(after.readiness().reason()).contains("from the disk");
    }

    /// F16.
    @Test
    void aDamagedSnapshotIsIgnored() throws IOException {
        Files.writeString(directory.resolve("state/snapshot.sluice"), "x".repeat(500));

        ProxyProcess proxy = proxy("edge-1", List.of("127.0.0.1:1"));

        assertThat(served(proxy, "demo.localhost")).startsWith("HTTP/1.1 503");
        assertThat(proxy.readiness().ready()).isFalse();
    }

    private static String served(ProxyProcess proxy, String host) throws IOException {
        return exchange(proxy.dataPlane().addresses().getFirst(), host, "/ping");
    }

    private static String asked(InetSocketAddress admin, String target) throws IOException {
        return exchange(admin, "localhost", target);
    }

    private static String exchange(InetSocketAddress address, String host, String target) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(5_000);
            String request = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
