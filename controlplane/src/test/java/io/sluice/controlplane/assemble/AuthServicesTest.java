package io.sluice.controlplane.assemble;

import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.Route;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.clusters;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

class AuthServicesTest {

    private static final String STACK = "com.docker.stack.namespace";

    @Test
    void asksAServiceWithoutLabels() {
        Assembly assembly = World.open()
                .plain("auth", 2, sketch -> sketch)
                .service("web", 1, hosts("h.local").auth("auth", 4180))
                .assemble();

        assertThat(onlyRoute(assembly).policy().forwardAuth())
                .isEqualTo(new ForwardAuth("auth:4180", "/check", List.of("X-User")));
        assertThat(clusters(assembly))
                .containsExactly("auth:4180: auth.1=10.2.1.1:4180 auth.2=10.2.1.2:4180", "web: web.1=10.2.2.1:8080");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void theOwnStacksServiceComesFirst() {
        Assembly assembly = World.open()
                .plain("auth", 1, sketch -> sketch)
                .plain("st_auth", 1, sketch -> sketch)
                .service("st", "st_web", hosts("h.local").auth("auth", 80))
                .assemble();

        assertThat(clusters(assembly)).first().isEqualTo("st_auth:80: st_auth.1=10.2.2.1:80");
    }

    @Test
    void anAuthServiceWithoutTasksIsAnEmptyCluster() {
        Assembly assembly = World.open()
                .plain("auth", 0, sketch -> sketch)
                .service("web", 1, hosts("h.local").auth("auth", 80))
                .assemble();

        assertThat(clusters(assembly)).contains("auth:80: ");
        assertThat(onlyRoute(assembly).policy().forwardAuth()).isNotNull();
    }

    /// Fail closed: without the answer nothing may pass.
    @Test
    void anUnknownServiceRefusesTheRoute() {
        Assembly assembly = World.open()
                .plain("auth", 1, sketch -> sketch)
                .service("web", 1, hosts("h.local").defaultBackend().auth("autth", 80))
                .assemble();

        assertThat(routes(assembly)).isEmpty();
        assertThat(services(assembly)).containsExactly("web: task '' 0 refused");
        assertThat(assembly.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("forward-auth-unknown");
            assertThat(error.severity()).isEqualTo(ConfigError.Severity.ERROR);
            assertThat(error.message()).contains("'autth'");
            assertThat(error.hint()).contains("auth");
        });
    }

    @Test
    void aServiceThatCannotBeReachedRefusesTheRoute() {
        Assembly assembly = World.open()
                .plain("auth", 1, sketch -> sketch.lb("network", "nowhere"))
                .service("web", 1, hosts("h.local").auth("auth", 80))
                .assemble();

        assertThat(routes(assembly)).isEmpty();
        assertThat(assembly.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("forward-auth-unreachable");
            assertThat(error.service()).isEqualTo("web");
            assertThat(error.message()).contains("service auth", "'nowhere'");
        });
    }

    /// Otherwise a label would make the proxy send requests to what another tenant keeps to itself.
    @Test
    void tenantsAskOnlyTheirOwnAndTheOperatorsServices() {
        Labels asking = hosts("h.local").auth("sso", 80);
        World foreign = World.tenants().plain("sso", 1, sketch -> sketch.label(STACK, "other"));
        World own = World.tenants().plain("sso", 1, sketch -> sketch.label(STACK, "st"));
        World trusted = World.tenants("ops").plain("sso", 1, sketch -> sketch.label(STACK, "ops"));

        Assembly refused = foreign.service("st", "web", asking).assemble();
        assertThat(routes(refused)).containsExactly("h.local: reserved@h.local/ => 503");
        assertThat(refused.errors()).extracting(ConfigError::code).containsExactly("forward-auth-foreign");
        assertThat(own.service("st", "web", asking).assemble().errors()).isEmpty();
        assertThat(trusted.service("st", "web", asking).assemble().errors()).isEmpty();
    }

    private static Route onlyRoute(Assembly assembly) {
        return assembly.config().virtualHosts().getFirst().routes().getFirst();
    }
}
