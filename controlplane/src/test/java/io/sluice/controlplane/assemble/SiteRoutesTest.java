package io.sluice.controlplane.assemble;

import java.util.List;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.clusters;
import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.errors;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

class SiteRoutesTest {

    /// Acceptance 28.
    @Test
    void servicesOfOneHostServeTheirPaths() {
        Assembly assembly = World.open()
                .service("a", 1, hosts("h.local").path("/a"))
                .service("b", 1, hosts("h.local").path("/b"))
                .service("rest", 1, hosts("h.local"))
                .assemble();

        assertThat(routes(assembly))
                .containsExactly(
                        "h.local: rest@h.local/ -> rest", "h.local: a@h.local/a -> a", "h.local: b@h.local/b -> b");
        assertThat(assembly.errors()).isEmpty();
        assertThat(assembly.services()).extracting("path").containsExactly("/a", "/b", "/");
    }

    /// Acceptance 22 and 27: with a context root, nothing serves `/`.
    @Test
    void aContextRootIsTheOnlyPath() {
        Assembly assembly =
                World.open().service("web", 1, hosts("h.local").path("/app")).assemble();

        assertThat(onlyRoute(assembly))
                .isEqualTo(new Route("web@h.local/app", "/app", new RouteAction.Forward("web", false)));
    }

    /// Acceptance 23.
    @Test
    void rewritingStripsTheContextRoot() {
        Assembly assembly = World.open()
                .service("web", 1, hosts("h.local").path("/app").strip())
                .assemble();

        assertThat(onlyRoute(assembly).action()).isEqualTo(new RouteAction.Forward("web", true));
    }

    @Test
    void thereIsNothingToStripAtTheRoot() {
        Assembly assembly =
                World.open().service("web", 1, hosts("h.local").strip()).assemble();

        assertThat(onlyRoute(assembly).action()).isEqualTo(new RouteAction.Forward("web", false));
    }

    @Test
    void onlyServicesOfTheSamePathArePooled() {
        Assembly assembly = World.open()
                .service("a", 1, hosts("h.local").path("/x"))
                .service("b", 1, hosts("h.local").path("/x"))
                .service("c", 1, hosts("h.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: c@h.local/ -> c", "h.local: a@h.local/x -> a+b");
        assertThat(codes(assembly)).containsExactly("a: shared-host", "b: shared-host");
        assertThat(assembly.errors().getFirst().message()).startsWith("'h.local/x' is also served by b");
    }

    @Test
    void wildcardHostsAreHostsOfTheirOwn() {
        Assembly assembly = World.open()
                .service("any", 1, hosts("*.h.local"))
                .service("one", 1, hosts("a.h.local"))
                .assemble();

        assertThat(routes(assembly))
                .containsExactly("a.h.local: one@a.h.local/ -> one", "*.h.local: any@*.h.local/ -> any");
        assertThat(assembly.config().virtualHosts().get(1).host()).isEqualTo(HostPattern.of("*.h.local"));
    }

    /// Acceptance 6.
    @Test
    void theDefaultBackendMayHaveAPath() {
        Assembly assembly = World.open()
                .service("api", 1, hosts().defaultBackend().path("/api"))
                .service("rest", 1, hosts().defaultBackend())
                .assemble();

        assertThat(routes(assembly)).containsExactly("*: rest@*/ -> rest", "*: api@*/api -> api");
        assertThat(assembly.errors()).isEmpty();
        assertThat(assembly.services()).extracting("hosts").containsOnly(List.of("*"));
    }

    /// Acceptance 29 and 30.
    @Test
    void aRedirectTakesItsHost() {
        Assembly assembly = World.open()
                .service(
                        "web",
                        1,
                        hosts("old.local", "older.local", "new.local")
                                .redirect("old.local", "http://new.local")
                                .redirect("older.local", "https://new.local", 301))
                .assemble();

        assertThat(routes(assembly))
                .containsExactly(
                        "new.local: web@new.local/ -> web",
                        "old.local: web@old.local/ => 302 http://new.local",
                        "older.local: web@older.local/ => 301 https://new.local");
        assertThat(assembly.errors()).isEmpty();
        assertThat(assembly.services().getFirst().redirects())
                .containsExactly("old.local -> 302 http://new.local", "older.local -> 301 https://new.local");
        assertThat(services(assembly)).containsExactly("web: task 'front' 1 routed");
    }

    /// Interlock's way to force TLS: on the plain listener nothing but the redirect is left.
    @Test
    void aRedirectToTheSameHostHidesTheService() {
        Assembly assembly = World.open()
                .service("web", 1, hosts("h.local").redirect("h.local", "https://h.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: web@h.local/ => 302 https://h.local");
        assertThat(clusters(assembly)).isEmpty();
        assertThat(services(assembly)).containsExactly("web: task 'front' 1 redirected");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void aRedirectNeedsNoHostsLabel() {
        Assembly assembly = World.open()
                .service("web", 1, hosts("new.local").redirect("*.old.local", "http://new.local"))
                .assemble();

        assertThat(routes(assembly))
                .containsExactly(
                        "new.local: web@new.local/ -> web", "*.old.local: web@*.old.local/ => 302 http://new.local");
    }

    @Test
    void othersAreToldWhatARedirectHides() {
        Assembly assembly = World.open()
                .service("web", 1, hosts("h.local").path("/x"))
                .service("mover", 1, hosts("new.local").redirect("h.local", "http://new.local"))
                .assemble();

        assertThat(routes(assembly))
                .containsExactly(
                        "h.local: mover@h.local/ => 302 http://new.local", "new.local: mover@new.local/ -> mover");
        assertThat(codes(assembly)).containsExactly("web: hidden-by-redirect");
        assertThat(assembly.errors().getFirst().message()).contains("'h.local'", "service mover");
        assertThat(services(assembly)).contains("web: task 'front' 1 redirected");
    }

    @Test
    void theOlderOfTwoRedirectsWins() {
        Assembly assembly = World.open()
                .service("old", 1, hosts("a.local").redirect("h.local", "http://a.local"))
                .service("same", 1, hosts("a.local").path("/s").redirect("h.local", "http://a.local"))
                .service("young", 1, hosts("b.local").redirect("h.local", "http://b.local"))
                .assemble();

        assertThat(routes(assembly)).contains("h.local: old@h.local/ => 302 http://a.local");
        assertThat(errors(assembly, Severity.WARNING)).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("redirect-conflict");
            assertThat(error.service()).isEqualTo("young");
            assertThat(error.message()).contains("service old");
        });
    }

    @Test
    void aServiceUnderMaintenanceAnswersItself() {
        Assembly assembly = World.open()
                .service("web", 1, hosts("h.local").maintenance("<p>soon</p>"))
                .assemble();

        assertThat(onlyRoute(assembly))
                .isEqualTo(new Route("web@h.local/", "/", new RouteAction.Maintenance("<p>soon</p>")));
        assertThat(clusters(assembly)).isEmpty();
        assertThat(services(assembly)).containsExactly("web: task 'front' 1 maintenance");
    }

    /// Acceptance 42.
    @Test
    void servicesOfOtherClustersAreOnlyListed() {
        World world = World.open()
                .service("plain", 1, hosts("plain.local"))
                .service("east", 1, hosts("east.local").cluster("east"))
                .refused("st", "broken", "b.local");

        assertThat(routes(world.assemble())).containsExactly("plain.local: plain@plain.local/ -> plain");
        assertThat(services(world.assemble())).contains("east: task '' 0 other cluster", "broken: task '' 0 refused");

        Assembly east = world.serviceCluster("east").assemble();
        assertThat(routes(east)).containsExactly("east.local: east@east.local/ -> east");
        assertThat(services(east))
                .containsExactly(
                        "broken: task '' 0 other cluster",
                        "east: task 'front' 1 routed",
                        "plain: task '' 0 other cluster");
        assertThat(east.errors()).isEmpty();
    }

    /// By the parser, for such a name no proxy has.
    @Test
    void aWrongClusterNameIsToldByEveryProxy() {
        Swarms swarm = new Swarms()
                .network("f", "front")
                .service(Swarms.named("web")
                        .hosts("h.local")
                        .lb("service_cluster", "a/b")
                        .on("f"))
                .service(Swarms.named("east")
                        .hosts("e.local")
                        .lb("port", "no")
                        .lb("service_cluster", "east")
                        .on("f"));

        Assembly assembly = new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside()).assemble(swarm.state());

        assertThat(codes(assembly)).containsExactly("web: invalid-service-cluster");
        assertThat(services(assembly)).containsExactly("east: task '' 0 other cluster", "web: task '' 0 refused");
    }

    private static Route onlyRoute(Assembly assembly) {
        return assembly.config().virtualHosts().getFirst().routes().getFirst();
    }
}
