package io.sluice.controlplane.assemble;

import java.net.InetAddress;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.swarm.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.assemble.AssemblyText.clusters;
import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Swarms.named;
import static org.assertj.core.api.Assertions.assertThat;

/// Acceptance scenarios 46 to 48.
class NetworkChoiceTest {

    @ParameterizedTest
    @CsvSource({
        "st_back, st_back", // the exact name
        "back, st_back", // the name within the stack
        "front, front", // the exact name before the one within the stack
        "id-front, front" // the id
    })
    void theLabelNamesANetwork(String label, String network) {
        Assembly assembly = assemble(swarm().service(named("web")
                .hosts("a.local")
                .lb("network", label)
                .label("com.docker.stack.namespace", "st")
                .on("id-stback", "id-front", "id-stfront")));

        assertThat(services(assembly)).containsExactly("web: task '" + network + "' 0 no endpoints");
        assertThat(assembly.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other", "fornt", "ingress", "id-ingress", "st_front", "id-other"})
    void aNetworkThatTheServiceIsNotOnIsRefused(String label) {
        Assembly assembly = assemble(swarm().service(
                        named("web").hosts("a.local").lb("network", label).on("id-front", "id-ingress"))
                .service(named("other").hosts("b.local").on("id-front"))
                .task("other", 1, "id-front", "10.0.0.1"));

        assertThat(services(assembly)).containsExactly("other: task 'front' 1 routed", "web: task '' 0 refused");
        assertThat(assembly.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("network-not-attached");
            assertThat(error.severity()).isEqualTo(Severity.ERROR);
            assertThat(error.label()).isEqualTo("com.docker.lb.network");
            assertThat(error.message()).contains("'" + label + "'");
            assertThat(error.hint()).contains("'front'");
        });
    }

    /// Acceptance scenario 49.
    @Test
    void networksThatTheOperatorDoesNotAllowAreNotUsed() {
        Swarms swarm = swarm().service(named("web").hosts("a.local").on("id-front"))
                .service(named("app").hosts("b.local").on("id-front", "id-other"))
                .service(named("api").hosts("c.local").lb("network", "front").on("id-front", "id-other"));
        ConfigAssembler assembler = new ConfigAssembler(
                AddressPolicy.SWARM, ProxyLocation.outside(), RoutingOptions.DEFAULT.with(Set.of("other"), Map.of()));

        Assembly assembly = assembler.assemble(swarm.state());

        assertThat(services(assembly))
                .containsExactly(
                        "api: task '' 0 refused", "app: task 'other' 0 no endpoints", "web: task '' 0 refused");
        assertThat(codes(assembly)).containsExactly("api: network-not-allowed", "web: network-not-allowed");
    }

    @Test
    void theSoleNetworkNeedsNoLabel() {
        Assembly assembly =
                assemble(swarm().service(named("web").hosts("a.local").on("id-ingress", "id-front"))
                        .task("web", 1, "id-front", "10.0.0.1"));

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void amongSeveralThatOfTheOwnStackIsTakenWithAWarning() {
        Assembly assembly = assemble(swarm().service(named("web")
                .hosts("a.local")
                .label("com.docker.stack.namespace", "st")
                .on("id-front", "id-stback")));

        assertThat(services(assembly)).containsExactly("web: task 'st_back' 0 no endpoints");
        assertThat(codes(assembly)).containsExactly("web: ambiguous-network");
    }

    @Test
    void amongSeveralTheFirstByNameIsTakenWhateverTheOrder() {
        Assembly assembly =
                assemble(swarm().service(named("web").hosts("a.local").on("id-stback", "id-front")));
        Assembly reordered =
                assemble(swarm().service(named("web").hosts("a.local").on("id-front", "id-stback")));

        assertThat(services(assembly)).containsExactly("web: task 'front' 0 no endpoints");
        assertThat(reordered).isEqualTo(assembly);
    }

    @Test
    void theIngressNetworkAloneIsNoNetwork() {
        Assembly assembly =
                assemble(swarm().service(named("web").hosts("a.local").on("id-ingress")));

        assertThat(codes(assembly)).containsExactly("web: no-network");
    }

    @Test
    void aNetworkThatTheStateDoesNotListIsUsedById() {
        Assembly assembly = assemble(
                swarm().service(named("web").hosts("a.local").on("just-made")).task("web", 1, "just-made", "10.0.0.1"));

        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:8080");
    }

    /// Acceptance scenario 47 from the proxy's side: its own task is on `front` alone.
    @Test
    void aNetworkThatTheProxyIsNotOnIsRefused() {
        Swarms swarm = swarm().service(named("proxy").on("id-front"))
                .task("proxy", 1, "id-front", "10.0.0.9")
                .service(named("far").hosts("far.local").on("id-other"))
                .task("far", 1, "id-other", "10.1.0.1")
                .service(named("near").hosts("near.local").on("id-front"))
                .task("near", 1, "id-front", "10.0.0.1");

        Assembly assembly = assembleAt("10.0.0.9", swarm);

        assertThat(services(assembly)).containsExactly("far: task '' 0 refused", "near: task 'front' 1 routed");
        assertThat(assembly.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("network-not-shared");
            assertThat(error.severity()).isEqualTo(Severity.ERROR);
            assertThat(error.message()).contains("'other'");
        });
    }

    @Test
    void ofSeveralNetworksOneThatTheProxyIsOnIsTaken() {
        Swarms swarm = swarm().service(named("proxy").on("id-other"))
                .task("proxy", 1, "id-other", "10.1.0.9")
                .service(named("web").hosts("a.local").on("id-front", "id-other"))
                .task("web", 1, "id-other", "10.1.0.1");

        Assembly assembly = assembleAt("10.1.0.9", swarm);

        assertThat(services(assembly)).containsExactly("web: task 'other' 1 routed");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void aProxyThatIsNoTaskRefusesNoNetwork() {
        Swarms swarm =
                swarm().service(named("web").hosts("a.local").on("id-front")).task("web", 1, "id-front", "10.0.0.1");

        assertThat(services(assembleAt("192.0.2.1", swarm))).containsExactly("web: task 'front' 1 routed");
    }

    private static Assembly assembleAt(String address, Swarms swarm) {
        ProxyLocation location = new ProxyLocation.At(Set.of(InetAddress.ofLiteral(address)));
        return new ConfigAssembler(AddressPolicy.SWARM, location).assemble(swarm.state());
    }

    private static Swarms swarm() {
        return new Swarms()
                .network("id-front", "front")
                .network("id-other", "other")
                .network(new Network("id-stback", "st_back", false, "st"))
                .network(new Network("id-stfront", "st_front", false, "st"))
                .network(new Network("id-ingress", "ingress", true, ""));
    }

    private static Assembly assemble(Swarms swarm) {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside()).assemble(swarm.state());
    }
}
