package io.sluice.controlplane.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.codec.CodecException;
import io.sluice.controlplane.labels.HealthCheck;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RemoteConfigTest {

    private static final Route FALLBACK = new Route("none", "/", new RouteAction.Text("nothing here"));

    private static InetSocketAddress address(int number) {
        return new InetSocketAddress(InetAddress.ofLiteral("10.0." + number / 250 + "." + (1 + number % 250)), 8080);
    }

    /// Services `s00001` and so on, with one endpoint each, in order.
    private static RemoteConfig services(int count) {
        List<VirtualHost> hosts = new ArrayList<>();
        List<Cluster> clusters = new ArrayList<>();
        List<CheckTarget> checks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "s%05d".formatted(i);
            hosts.add(new VirtualHost(
                    HostName.of(name + ".example.com"),
                    List.of(new Route(name + "@/", "/", new RouteAction.Forward(name)))));
            List<Endpoint> endpoints = List.of(new Endpoint(name + ".1", address(i)));
            clusters.add(new Cluster(name, endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT));
            HealthCheck check = new HealthCheck("/", Duration.ofSeconds(5), Duration.ofSeconds(1), 200, 399);
            checks.add(new CheckTarget(name, name + ".1", address(i), check, false));
        }
        return new RemoteConfig(new ProxyConfig(hosts, List.of(FALLBACK), clusters), checks);
    }

    private static RemoteConfig shuffled(RemoteConfig remote, Random random) {
        List<VirtualHost> hosts = new ArrayList<>(remote.config().virtualHosts());
        List<Cluster> clusters = new ArrayList<>(remote.config().clusters());
        Collections.shuffle(hosts, random);
        Collections.shuffle(clusters, random);
        return new RemoteConfig(new ProxyConfig(hosts, remote.config().defaultRoutes(), clusters), remote.checks());
    }

    @Test
    void isTheSameAfterTheJourney() throws LinkException {
        RemoteConfig remote = services(3);

        assertThat(RemoteConfig.of(remote.toPieces())).isEqualTo(remote);
    }

    /// Two control planes that see the same say the same.
    @Test
    void idDoesNotDependOnOrder() {
        RemoteConfig remote = services(20);

        assertThat(shuffled(remote, new Random(1)).toPieces().id())
                .isEqualTo(remote.toPieces().id());
    }

    @Test
    void idDependsOnEveryPart() {
        RemoteConfig remote = services(2);
        RemoteConfig unchecked = new RemoteConfig(remote.config(), List.of());

        assertThat(List.of(
                        remote.toPieces().id(),
                        unchecked.toPieces().id(),
                        services(3).toPieces().id()))
                .doesNotHaveDuplicates();
    }

    @Test
    void deltaLeadsToWhatTheWholeSays() throws LinkException {
        long seed = System.nanoTime();
        System.out.println("RemoteConfigTest seed " + seed);
        Random random = new Random(seed);
        Pieces held = Pieces.NONE;
        for (int round = 0; round < 50; round++) {
            RemoteConfig next = services(random.nextInt(30));

            held = held.with(held.deltaTo(next.toPieces()));

            assertThat(RemoteConfig.of(held)).isEqualTo(next);
        }
    }

    @Test
    void deltaHoldsOnlyWhatChanged() {
        Delta delta = services(100).toPieces().deltaTo(services(99).toPieces());

        assertThat(delta.put()).isEmpty();
        assertThat(delta.removed()).containsExactly("checks/s00099", "cluster/s00099", "host/s00099.example.com");
    }

    @Test
    void refusesDeltasThatDoNotFit() {
        Pieces two = services(2).toPieces();
        Delta delta = services(1).toPieces().deltaTo(two);
        Delta lies = new Delta(two.id(), "00", Map.of("host/x", new byte[] {1}), List.of());

        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> two.with(delta));
        assertThatExceptionOfType(LinkException.class).isThrownBy(() -> two.with(lies));
    }

    @Test
    void refusesPiecesThatAreNoConfig() {
        Map<String, byte[]> broken = new HashMap<>(services(1).toPieces().bytes());
        broken.put("cluster/s00000", new byte[] {1, 2, 3});

        assertThatExceptionOfType(CodecException.class).isThrownBy(() -> RemoteConfig.of(Pieces.of(broken)));
        assertThatExceptionOfType(LinkException.class)
                .isThrownBy(() -> RemoteConfig.of(Pieces.of(Map.of("what/is", new byte[0]))));
    }

    @Test
    void tenThousandServicesFitIntoFewMegabytes() throws LinkException {
        RemoteConfig remote = services(10_000);
        long begun = System.nanoTime();

        Pieces pieces = remote.toPieces();
        RemoteConfig read = RemoteConfig.of(pieces);

        long bytes = pieces.bytes().values().stream()
                .mapToLong(piece -> piece.length)
                .sum();
        System.out.println("10000 services: " + bytes + " bytes, written and read in "
                + (System.nanoTime() - begun) / 1_000_000 + " ms");
        assertThat(read).isEqualTo(remote);
        assertThat(bytes).isLessThan(8_000_000);
    }
}
