package io.sluice.controlplane.link;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;

import io.sluice.controlplane.identity.Authority;
import io.sluice.controlplane.identity.Identity;
import io.sluice.controlplane.identity.JoinToken;
import io.sluice.controlplane.identity.Role;
import io.sluice.controlplane.identity.Trust;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.TlsIdentity;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

/// Control planes and proxies over real sockets and TLS, without a data plane.
class LinkIT {

    private static final InstantSource CLOCK = InstantSource.system();

    private final Authority authority = Authority.create(CLOCK);
    private final JoinToken token = authority.newToken();
    private IdentitySource keys = IdentitySource.NONE;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    private static final class Recorder implements SnapshotReceiver {

        private final BlockingQueue<RemoteConfig> configs = new LinkedBlockingQueue<>();
        private volatile String connectedTo = "";
        private volatile String reason = "";
        private volatile boolean refuses;

        @Override
        public void onConfig(RemoteConfig config) {
            if (refuses) {
                throw new IllegalArgumentException("not this one");
            }
            configs.add(config);
        }

        @Override
        public void onConnected(String controlPlane) {
            connectedTo = controlPlane;
        }

        @Override
        public void onDisconnected(String why) {
            connectedTo = "";
            reason = why;
        }

        RemoteConfig next() throws InterruptedException {
            RemoteConfig next = configs.poll(10, TimeUnit.SECONDS);
            assertThat(next).as(reason).isNotNull();
            return next;
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    private static RemoteConfig services(int count) {
        List<VirtualHost> hosts = new ArrayList<>();
        List<Cluster> clusters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "s%05d".formatted(i);
            hosts.add(new VirtualHost(
                    HostName.of(name + ".example.com"),
                    List.of(new Route(name + "@/", "/", new RouteAction.Forward(name)))));
            InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 8080);
            List<Endpoint> endpoints = List.of(new Endpoint(name + ".1", address));
            clusters.add(new Cluster(name, endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT));
        }
        return new RemoteConfig(new ProxyConfig(hosts, List.of(), clusters), List.of());
    }

    private ControlLink control() {
        return control(authority, token);
    }

    private ControlLink control(Authority of, JoinToken joined) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        ControlLink control = ControlLink.start(anyPort, "control-1", of, joined, keys, CLOCK);
        opened.add(control);
        return control;
    }

    private ProxyLink proxy(Recorder recorder, JoinToken joins, ControlLink... controls) {
        List<InetSocketAddress> addresses =
                List.of(controls).stream().map(ControlLink::address).toList();
        SnapshotFile file = SnapshotFile.in(directory);
        opened.add(file);
        ProxyFacts facts = new ProxyFacts("proxy-1", "0.1", "nio", 1);
        ProxyLink proxy = ProxyLink.start(
                () -> addresses, joins, facts, recorder, new ProxyMemory(new KeyRing(true), file, null), CLOCK);
        opened.add(proxy);
        return proxy;
    }

    private Identity joined(JoinToken with) {
        Identity.Request request = Identity.Request.create();
        return request.with(authority.issue("proxy-9", Role.PROXY, with, request.encoded()));
    }

    private static void awaitServed(ControlLink control, String id) {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(control.proxies())
                        .singleElement()
                        .satisfies(proxy -> {
                            assertThat(proxy.serving()).isEqualTo(id);
                            assertThat(proxy.behind()).isZero();
                        }));
    }

    @Test
    void proxyJoinsReceivesAndAcknowledges() throws InterruptedException {
        ControlLink control = control();
        Recorder recorder = new Recorder();
        String first = control.publish(services(3));
        proxy(recorder, token, control);

        assertThat(recorder.next()).isEqualTo(services(3));
        awaitServed(control, first);

        String second = control.publish(services(4));

        assertThat(recorder.next()).isEqualTo(services(4));
        awaitServed(control, second);
        assertThat(control.proxies().getFirst().transport()).isEqualTo("nio");
    }

    @Test
    void proxyGoesToTheOtherControlPlane() throws InterruptedException {
        ControlLink one = control();
        ControlLink other = control();
        one.publish(services(2));
        assertThat(other.publish(services(2))).isEqualTo(one.publish(services(2)));
        Recorder recorder = new Recorder();
        proxy(recorder, token, one, other);
        assertThat(recorder.next()).isEqualTo(services(2));

        ControlLink used = one.proxies().isEmpty() ? other : one;
        used.close();
        ControlLink left = used == one ? other : one;

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(left.proxies()).isNotEmpty());
        left.publish(services(5));
        assertThat(recorder.next()).as("what it has is not sent again").isEqualTo(services(5));
    }

    /// R-CP-5 and F15.
    @Test
    void proxyServesFromItsDiskWhileNoControlPlaneAnswers() throws InterruptedException {
        ControlLink control = control();
        String id = control.publish(services(2));
        Recorder before = new Recorder();
        ProxyLink proxy = proxy(before, token, control);
        before.next();
        awaitServed(control, id);
        proxy.close();
        control.close();
        await().until(() -> directory.resolve(SnapshotFile.NAME).toFile().exists());
        Recorder after = new Recorder();

        proxy(after, token, control);

        assertThat(after.configs).as("at once").containsExactly(services(2));
    }

    @Test
    void whatAProxyCannotServeIsReported() throws InterruptedException {
        ControlLink control = control();
        String good = control.publish(services(1));
        Recorder recorder = new Recorder();
        proxy(recorder, token, control);
        recorder.next();
        awaitServed(control, good);
        recorder.refuses = true;

        control.publish(services(2));

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(control.proxies())
                        .singleElement()
                        .satisfies(proxy -> {
                            assertThat(proxy.serving()).isEqualTo(good);
                            assertThat(proxy.error()).isEqualTo("not this one");
                            assertThat(proxy.behind()).isPositive();
                        }));
        recorder.refuses = false;
        awaitServed(control, control.publish(services(3)));
    }

    /// A proxy's certificate is no licence to ask for keys that no host uses.
    @Test
    void onlyKeysThatTheLatestConfigNamesAreSent() throws IOException {
        keys = name -> new TlsIdentity(new byte[] {1}, new byte[] {2});
        ControlLink control = control();
        control.publish(services(1));
        SSLSocket socket = (SSLSocket) Trust.forProxy(joined(token))
                .getSocketFactory()
                .createSocket("127.0.0.1", control.address().getPort());
        opened.add(socket);
        Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());
        frames.write(new Message.Hello(2, 2, RemoteConfig.SCHEMA, "", "nio", 1, ""));
        frames.read(Frames.PROXY_BYTES);

        frames.write(new Message.Ask(List.of("other@1")));

        Message answer = frames.read(Frames.PROXY_BYTES);
        while (!(answer instanceof Message.Keys)) {
            answer = frames.read(Frames.PROXY_BYTES);
        }
        assertThat(answer).isEqualTo(new Message.Keys(Map.of(), Map.of("other@1", "no host uses it now")));
    }

    @Test
    void wrongTokenIsRefused() {
        ControlLink control = control();
        control.publish(services(1));
        Recorder recorder = new Recorder();

        proxy(recorder, authority.newToken(), control);

        await().untilAsserted(() -> assertThat(recorder.reason).contains("the join token is wrong"));
        assertThat(recorder.configs).isEmpty();
    }

    /// Control planes were restarted with another token; the certificate is still good, and counts for nothing.
    @Test
    void aReplacedTokenPutsOutWhoJoinedWithIt() throws IOException {
        ControlLink control = control(authority, authority.newToken());
        SSLSocket socket = (SSLSocket) Trust.forProxy(joined(token))
                .getSocketFactory()
                .createSocket("127.0.0.1", control.address().getPort());
        opened.add(socket);
        Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());

        frames.write(new Message.Hello(2, 2, RemoteConfig.SCHEMA, "", "nio", 1, ""));

        assertThat(frames.read(Frames.PROXY_BYTES))
                .isEqualTo(new Message.Refused("it joined with another token than the present one"));
        assertThat(control.proxies()).isEmpty();
    }

    /// The token's fingerprint is compared in the handshake: the secret is never sent.
    @Test
    void foreignAuthorityIsToldNothing() {
        Authority foreign = Authority.create(CLOCK);
        ControlLink control = control(foreign, foreign.newToken());
        Recorder recorder = new Recorder();

        proxy(recorder, token, control);

        await().untilAsserted(() -> assertThat(recorder.reason).contains("not the one that the join token names"));
        assertThat(recorder.configs).isEmpty();
    }

    @Test
    void aTokenOfAnotherAuthorityStartsNoControlPlane() {
        JoinToken foreign = Authority.create(CLOCK).newToken();

        assertThatExceptionOfType(io.sluice.controlplane.identity.IdentityException.class)
                .isThrownBy(() -> control(authority, foreign));
    }

    /// A proxy cannot play a control plane to others, nor a control plane's key be used as a proxy.
    @Test
    void onlyProxiesAreServed() throws IOException {
        ControlLink control = control();
        SSLSocket socket = (SSLSocket) Trust.forProxy(authority.issue("control-2", Role.CONTROL))
                .getSocketFactory()
                .createSocket("127.0.0.1", control.address().getPort());
        opened.add(socket);
        Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());

        assertThatIOException().isThrownBy(() -> {
            frames.write(new Message.Hello(2, 2, RemoteConfig.SCHEMA, "", "nio", 1, ""));
            frames.read(Frames.PROXY_BYTES);
        });
        assertThat(control.proxies()).isEmpty();
    }

    @Test
    void anotherVersionIsRefusedWithTheReason() throws IOException {
        ControlLink control = control();
        SSLSocket socket = (SSLSocket) Trust.forProxy(joined(token))
                .getSocketFactory()
                .createSocket("127.0.0.1", control.address().getPort());
        opened.add(socket);
        Frames frames = new Frames(socket.getInputStream(), socket.getOutputStream());

        frames.write(new Message.Hello(3, 4, RemoteConfig.SCHEMA, "", "nio", 1, ""));

        assertThat(frames.read(Frames.PROXY_BYTES)).isEqualTo(new Message.Refused("it speaks versions 3 to 4, not 2"));
    }

    @Test
    void bytesThatAreNoTlsHarmNobody() throws IOException, InterruptedException {
        ControlLink control = control();
        control.publish(services(1));
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket("127.0.0.1", control.address().getPort());
                    OutputStream out = socket.getOutputStream()) {
                out.write(new byte[] {0x47, 0x45, 0x54, 0x20, 0x2f});
            }
        }
        Recorder recorder = new Recorder();

        proxy(recorder, token, control);

        assertThat(recorder.next()).isEqualTo(services(1));
    }

    @Test
    void tenThousandServicesComeWhole() throws InterruptedException {
        ControlLink control = control();
        RemoteConfig many = services(10_000);
        long begun = System.nanoTime();
        String id = control.publish(many);
        Recorder recorder = new Recorder();
        proxy(recorder, token, control);

        assertThat(recorder.next()).isEqualTo(many);
        awaitServed(control, id);
        System.out.println(
                "10000 services to one proxy in " + (System.nanoTime() - begun) / 1_000_000 + " ms, joining included");
    }
}
