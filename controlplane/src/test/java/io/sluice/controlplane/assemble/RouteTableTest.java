package io.sluice.controlplane.assemble;

import java.util.HashSet;
import java.util.Set;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.RouteAction;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.clusters;
import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.errors;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Swarms.named;
import static org.assertj.core.api.Assertions.assertThat;

class RouteTableTest {

    /// Interlock's canary: the share of a service is its part of all tasks.
    @Test
    void servicesThatShareAHostPoolTheirTasks() {
        Assembly assembly = assemble(
                swarm().service(named("canary").createdAt(2).hosts("a.local").on("f"))
                        .service(named("web").createdAt(1).hosts("a.local").on("f"))
                        .task("web", 1, "f", "10.0.0.1")
                        .task("web", 2, "f", "10.0.0.2")
                        .task("canary", 1, "f", "10.0.0.9"));

        assertThat(routes(assembly)).containsExactly("a.local: web@a.local/ -> web+canary");
        assertThat(clusters(assembly))
                .containsExactly("web+canary: web.1=10.0.0.1:8080 web.2=10.0.0.2:8080 canary.1=10.0.0.9:8080");
        assertThat(codes(assembly)).containsExactly("canary: shared-host", "web: shared-host");
        assertThat(assembly.errors()).allMatch(error -> error.severity() == Severity.NOTICE);
        assertThat(services(assembly)).containsExactly("canary: task 'front' 1 routed", "web: task 'front' 2 routed");
    }

    @Test
    void inVipModeEachServiceIsOneEndpoint() {
        Assembly assembly = assemble(swarm().service(named("a")
                        .hosts("h.local")
                        .lb("backend_mode", "vip")
                        .on("f")
                        .vip("f", "10.0.0.100"))
                .service(named("b")
                        .hosts("h.local")
                        .lb("backend_mode", "vip")
                        .on("f")
                        .vip("f", "10.0.0.200"))
                .task("a", 1, "f", "10.0.0.1")
                .task("a", 2, "f", "10.0.0.2"));

        assertThat(clusters(assembly)).containsExactly("a+b: a.vip=10.0.0.100:8080 b.vip=10.0.0.200:8080");
    }

    @Test
    void servicesThatShareSomeHostsHaveAClusterForEachGroup() {
        Assembly assembly = assemble(swarm().service(
                        named("a").hosts("one.local,both.local").on("f"))
                .service(named("b").hosts("both.local,two.local,both2.local").on("f"))
                .service(named("c").hosts("both2.local").on("f"))
                .task("a", 1, "f", "10.0.0.1")
                .task("b", 1, "f", "10.0.0.2"));

        assertThat(routes(assembly))
                .containsExactly(
                        "both.local: a@both.local/ -> a+b",
                        "both2.local: b@both2.local/ -> b+c",
                        "one.local: a@one.local/ -> a",
                        "two.local: b@two.local/ -> b");
        assertThat(clusters(assembly))
                .containsExactly(
                        "a: a.1=10.0.0.1:8080",
                        "a+b: a.1=10.0.0.1:8080 b.1=10.0.0.2:8080",
                        "b: b.1=10.0.0.2:8080",
                        "b+c: b.1=10.0.0.2:8080");
    }

    @Test
    void oneNoticeTellsOfAllHostsSharedWithTheSameServices() {
        Assembly assembly =
                assemble(swarm().service(named("a").hosts("1.x,2.x,3.x,4.x,5.x").on("f"))
                        .service(named("b").hosts("1.x,2.x,3.x,4.x,5.x").on("f")));

        assertThat(codes(assembly)).containsExactly("a: shared-host", "b: shared-host");
        assertThat(assembly.errors().getFirst().message()).contains("'1.x', '2.x', '3.x' and 2 more", "b");
    }

    @Test
    void anAddressOfTwoServicesIsOneEndpoint() {
        Assembly assembly = assemble(swarm().service(named("a").hosts("h.local").on("f"))
                .service(named("b").hosts("h.local").on("f"))
                .task("a", 1, "f", "10.0.0.1")
                .task("b", 1, "f", "10.0.0.1"));

        assertThat(clusters(assembly)).containsExactly("a+b: a.1=10.0.0.1:8080");
    }

    @Test
    void claimsAreByCreationThenId() {
        Assembly assembly = assemble(swarm().service(
                        named("young").id("0").createdAt(9).hosts("h.local").on("f"))
                .service(named("twin-b").id("2").createdAt(1).hosts("h.local").on("f"))
                .service(named("twin-a").id("1").createdAt(1).hosts("h.local").on("f")));

        assertThat(routes(assembly)).containsExactly("h.local: twin-a@h.local/ -> twin-a+twin-b+young");
    }

    @Test
    void aFullHostTakesNoMoreServices() {
        Swarms swarm = swarm();
        for (int i = 0; i < Pool.MAX_SERVICES + 2; i++) {
            swarm.service(named("s" + i).createdAt(i).hosts("h.local").on("f"));
        }
        swarm.service(named("last").createdAt(99).hosts("h.local,own.local").on("f"));

        Assembly assembly = assemble(swarm);

        assertThat(errors(assembly, Severity.ERROR))
                .extracting(error -> error.service() + " " + error.code())
                .containsExactly("last host-conflict", "s16 host-conflict", "s17 host-conflict");
        assertThat(services(assembly))
                .contains(
                        "last: task 'front' 0 no endpoints",
                        "s15: task 'front' 0 no endpoints",
                        "s16: task 'front' 0 refused",
                        "s17: task 'front' 0 refused");
    }

    @Test
    void theDefaultBackendServesWhatNobodyNames() {
        Assembly assembly = assemble(swarm().service(named("web")
                        .lb("port", "80")
                        .lb("default_backend", "true")
                        .on("f"))
                .task("web", 1, "f", "10.0.0.1"));

        assertThat(routes(assembly)).containsExactly("*: web@*/ -> web");
        assertThat(clusters(assembly)).containsExactly("web: web.1=10.0.0.1:80");
        assertThat(services(assembly)).containsExactly("web: task 'front' 1 routed");
    }

    @Test
    void aDefaultBackendWithHostsServesBothFromOneCluster() {
        Assembly assembly = assemble(swarm().service(named("web")
                .hosts("a.local")
                .lb("default_backend", "true")
                .on("f")));

        assertThat(routes(assembly)).containsExactly("a.local: web@a.local/ -> web", "*: web@*/ -> web");
        assertThat(clusters(assembly)).containsExactly("web: ");
    }

    @Test
    void theOlderOfTwoDefaultBackendsWins() {
        Assembly assembly = assemble(swarm().service(named("young")
                        .createdAt(2)
                        .hosts("y.local")
                        .lb("default_backend", "true")
                        .on("f"))
                .service(named("loser")
                        .createdAt(3)
                        .lb("port", "80")
                        .lb("default_backend", "true")
                        .on("f"))
                .service(named("old")
                        .createdAt(1)
                        .lb("port", "80")
                        .lb("default_backend", "true")
                        .on("f")));

        assertThat(routes(assembly)).containsExactly("y.local: young@y.local/ -> young", "*: old@*/ -> old");
        assertThat(codes(assembly)).containsExactly("loser: default-conflict", "young: default-conflict");
        assertThat(assembly.errors()).allSatisfy(error -> {
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.message()).contains("service old");
        });
        assertThat(services(assembly))
                .containsExactly(
                        "loser: task 'front' 0 refused",
                        "old: task 'front' 0 no endpoints",
                        "young: task 'front' 0 no endpoints");
    }

    @Test
    void aRefusedServiceClaimsNothing() {
        Assembly assembly = assemble(swarm().service(named("bad")
                        .createdAt(1)
                        .hosts("h.local")
                        .lb("default_backend", "true")
                        .lb("network", "nowhere")
                        .on("f"))
                .service(named("good")
                        .createdAt(2)
                        .hosts("h.local")
                        .lb("default_backend", "true")
                        .on("f")));

        assertThat(routes(assembly)).containsExactly("h.local: good@h.local/ -> good", "*: good@*/ -> good");
        assertThat(codes(assembly)).containsExactly("bad: network-not-attached");
    }

    /// The publisher skips a config that equals the last one, so the order in which the engine lists must not matter.
    @Test
    void equalStatesInAnyOrderGiveEqualAssemblies() {
        Swarms swarm = swarm();
        for (int i = 0; i < 40; i++) {
            swarm.service(named("s" + i)
                    .hosts("h" + i % 7 + ".local,own" + i + ".local")
                    .lb("x" + i, "?")
                    .lb("default_backend", "true")
                    .on("f"));
            for (int slot = 1; slot <= 3; slot++) {
                swarm.task("s" + i, slot, "f", "10.0." + i + "." + slot);
            }
        }
        ConfigAssembler assembler = new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside());

        assertThat(assembler.assemble(swarm.reversed())).isEqualTo(assembler.assemble(swarm.state()));
    }

    @Test
    void tenThousandServicesMakeAConsistentConfig() {
        Swarms swarm = swarm();
        for (int i = 0; i < 10_000; i++) {
            swarm.service(named("s" + i).hosts("h" + i + ".local").on("f"));
            for (int slot = 1; slot <= 10; slot++) {
                swarm.task("s" + i, slot, "f", "10." + (i >> 8) + "." + (i & 0xff) + "." + slot);
            }
        }

        Assembly assembly = assemble(swarm);

        assertThat(assembly.config().virtualHosts()).hasSize(10_000);
        assertThat(assembly.config().clusters())
                .hasSize(10_000)
                .allMatch(cluster -> cluster.endpoints().size() == 10);
        assertThat(clusterNames(assembly)).isEqualTo(forwarded(assembly));
        assertThat(assembly.errors()).isEmpty();
    }

    private static Set<String> clusterNames(Assembly assembly) {
        Set<String> names = new HashSet<>();
        for (Cluster cluster : assembly.config().clusters()) {
            names.add(cluster.name());
        }
        return names;
    }

    private static Set<String> forwarded(Assembly assembly) {
        Set<String> names = new HashSet<>();
        assembly.config()
                .virtualHosts()
                .forEach(host -> host.routes().forEach(route -> {
                    switch (route.action()) {
                        case RouteAction.Forward forward -> names.add(forward.cluster());
                        case RouteAction.Redirect redirect -> throw new AssertionError(redirect);
                        case RouteAction.RedirectToHttps redirect -> throw new AssertionError(redirect);
                        case RouteAction.Text text -> throw new AssertionError(text);
                        case RouteAction.Maintenance maintenance -> throw new AssertionError(maintenance);
                    }
                }));
        return names;
    }

    private static Swarms swarm() {
        return new Swarms().network("f", "front");
    }

    private static Assembly assemble(Swarms swarm) {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside()).assemble(swarm.state());
    }
}
