package io.sluice.controlplane.assemble;

import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.assemble.Swarms.ServiceSketch;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.dataplane.model.BasicAuth;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.Swarms.named;
import static org.assertj.core.api.Assertions.assertThat;

class UsersFinderTest {

    private static final Map<String, String> ANN = Map.of("ann", "hash");

    private final Swarms swarm = new Swarms().network("f", "front");
    private final FakeCertificates secrets = new FakeCertificates();
    private RoutingOptions options = RoutingOptions.DEFAULT;
    private int created;

    private void add(ServiceSketch sketch) {
        swarm.service(sketch.createdAt(++created).on("f"));
        swarm.task(sketch.service().name(), 1, "f", "10.0.0." + created);
    }

    private Assembly assemble() {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside(), options)
                .assemble(new AssemblyInput(swarm.state(), HealthView.ALL_HEALTHY, secrets, Ownership.NONE, 0));
    }

    @Test
    void routesAskForTheUsersOfTheSecret() {
        secrets.users("staff", ANN);
        add(named("web").hosts("h").lb("basic_auth_file", "staff").lb("basic_auth_realm", "Staging"));

        Assembly assembly = assemble();

        assertThat(assembly.errors()).isEmpty();
        assertThat(assembly.config().virtualHosts().getFirst().routes())
                .singleElement()
                .satisfies(route -> assertThat(route.policy().basicAuth()).isEqualTo(new BasicAuth("Staging", ANN)));
    }

    /// Closed, never open.
    @Test
    void withoutUsersThereIsNoRoute() {
        secrets.broken("bad");
        add(named("a").hosts("a.local").lb("basic_auth_file", "bad"));
        add(named("b").hosts("b.local").lb("basic_auth_file", "missing"));

        Assembly assembly = assemble();

        assertThat(routes(assembly)).isEmpty();
        assertThat(codes(assembly)).containsExactly("a: not-pem", "b: no-secret");
        assertThat(assembly.errors()).allMatch(error -> error.label().equals("com.docker.lb.basic_auth_file"));
    }

    /// R-LBL-7.
    @Test
    void tenantsHaveTheUsersOfTheirStackAlone() {
        options = new RoutingOptions("", Tenancy.STACK, Set.of());
        secrets.users("staff", ANN);
        add(named("web").label("com.docker.stack.namespace", "shop").hosts("h").lb("basic_auth_file", "staff"));

        assertThat(routes(assemble())).containsExactly("h: reserved@h/ => 503");

        secrets.users("shop_staff", ANN);

        assertThat(routes(assemble())).containsExactly("h: web@h/ -> web");
    }

    /// No request reaches a task by the laxer of two rules.
    @Test
    void aPoolHasOneListOfUsers() {
        secrets.users("staff", ANN).users("all", Map.of("bob", "hash"));
        add(named("old").hosts("h").lb("basic_auth_file", "staff"));
        add(named("other").hosts("h").lb("basic_auth_file", "all"));
        add(named("open").hosts("h"));

        assertThat(codes(assemble())).containsExactly("open: pool-mismatch", "other: pool-mismatch");
    }
}
