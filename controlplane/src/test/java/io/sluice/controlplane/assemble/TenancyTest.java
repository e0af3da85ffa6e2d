package io.sluice.controlplane.assemble;

import io.sluice.controlplane.config.ConfigError;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.AssemblyText.services;
import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

/// R-LBL-3 to R-LBL-6.
class TenancyTest {

    @Test
    void aHostBelongsToTheTenantThatAskedFirst() {
        Assembly assembly = World.tenants()
                .service("one", "a", hosts("h.local"))
                .service("two", "b", hosts("h.local", "own.local"))
                .service("three", "c", hosts("h.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: a@h.local/ -> a", "own.local: b@own.local/ -> b");
        assertThat(codes(assembly)).containsExactly("b: host-owned", "c: host-owned");
        assertThat(assembly.errors()).allSatisfy(error -> {
            assertThat(error.severity()).isEqualTo(ConfigError.Severity.ERROR);
            assertThat(error.message()).contains("'h.local'", "belongs to stack one");
        });
        assertThat(services(assembly))
                .containsExactly("a: task 'front' 1 routed", "b: task 'front' 1 routed", "c: task 'front' 1 conflict");
    }

    @Test
    void servicesOfOneStackShareTheirHosts() {
        Assembly assembly = World.tenants()
                .service("one", "a", hosts("h.local"))
                .service("one", "b", hosts("h.local"))
                .service("one", "c", hosts("h.local").path("/c"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: a@h.local/ -> a+b", "h.local: c@h.local/c -> c");
    }

    @Test
    void servicesOfNoStackAreStrangers() {
        Assembly assembly = World.tenants()
                .service("a", 1, hosts("h.local"))
                .service("b", 1, hosts("h.local"))
                .service("a", "c", hosts("h.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: a@h.local/ -> a");
        assertThat(assembly.errors()).extracting(ConfigError::message).allMatch(text -> text.contains("service a"));
        assertThat(codes(assembly)).containsExactly("b: host-owned", "c: host-owned");
    }

    @Test
    void pathsBelowAnothersHostAreRefused() {
        Assembly assembly = World.tenants()
                .service("one", "a", hosts("h.local").path("/app"))
                .service("two", "b", hosts("h.local").path("/admin"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: a@h.local/app -> a");
        assertThat(services(assembly)).contains("b: task 'front' 1 conflict");
    }

    @Test
    void anothersHostCannotBeRedirected() {
        Assembly assembly = World.tenants()
                .service("one", "a", hosts("h.local"))
                .service("two", "b", hosts("evil.local", "h.local").redirect("h.local", "http://evil.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("evil.local: b@evil.local/ -> b", "h.local: a@h.local/ -> a");
        assertThat(codes(assembly)).containsExactly("b: host-owned");
        assertThat(assembly.errors().getFirst().message()).startsWith("'h.local' is not served: it belongs to");
    }

    @Test
    void wildcardsAndTheDefaultNeedTheOperatorsLeave() {
        Labels wide = hosts("*.h.local", "h.local").defaultBackend();
        World world = World.tenants("ops", "service:lone")
                .service("two", "b", wide)
                .service("ops", "c", hosts("*.ops.local").defaultBackend())
                .service("lone", 1, hosts("*.lone.local"))
                .service("ops2", "ops", hosts("*.x.local"))
                .service("service:lone", "forged", hosts("*.y.local"));

        Assembly assembly = world.assemble();

        assertThat(routes(assembly))
                .containsExactly(
                        "h.local: b@h.local/ -> b",
                        "*.lone.local: lone@*.lone.local/ -> lone",
                        "*.ops.local: c@*.ops.local/ -> c",
                        "*: c@*/ -> c");
        assertThat(codes(assembly))
                .containsExactly(
                        "b: wildcard-not-allowed", "forged: wildcard-not-allowed", "ops: wildcard-not-allowed");
        assertThat(assembly.errors().getFirst().message()).contains("'*.h.local', '*'", "stack two");
        assertThat(services(assembly)).contains("ops: task 'front' 1 refused");
    }

    /// The squatter's service may even be older: whoever has a host keeps it.
    @Test
    void thePresentOwnerKeepsItsHost() {
        Assembly before = World.tenants()
                .service("old", "a", hosts("other.local"))
                .service("own", "b", hosts("h.local"))
                .assemble();
        Assembly after = World.tenants()
                .service("old", "a", hosts("other.local", "h.local"))
                .service("own", "b", hosts("h.local"))
                .assembleAfter(before, 9_999);

        assertThat(routes(after)).contains("h.local: b@h.local/ -> b");
        assertThat(codes(after)).containsExactly("a: host-owned");
    }

    @Test
    void aHostIsKeptForItsOwnerAndAnswers503Meanwhile() {
        Assembly before = World.tenants("ops")
                .service("own", "b", hosts("h.local"))
                .service("ops", "c", hosts("*.local").defaultBackend())
                .assemble();
        World squatting = World.tenants("ops")
                .service("ops", "c", hosts("*.local").defaultBackend())
                .service("squat", "s", hosts("h.local"));

        Assembly gone = squatting.assembleAfter(before, 0);
        Assembly later = squatting.assembleAfter(gone, 299);
        Assembly free = squatting.assembleAfter(later, 300);

        assertThat(routes(gone)).first().isEqualTo("h.local: reserved@h.local/ => 503");
        assertThat(gone.errors().getFirst().message()).contains("kept for stack own", "300 s");
        assertThat(services(gone)).contains("s: task 'front' 1 conflict");
        assertThat(gone.ownership().nextEndNanos()).hasValue(300_000_000_000L);
        assertThat(routes(later)).isEqualTo(routes(gone));
        assertThat(routes(free)).first().isEqualTo("h.local: s@h.local/ -> s");
        assertThat(free.ownership().nextEndNanos()).isEmpty();
    }

    /// A stack that is removed and deployed again, with new services of other names.
    @Test
    void theOwnerComesBack() {
        Assembly before = World.tenants().service("own", "b", hosts("h.local")).assemble();
        Assembly gone = World.tenants().assembleAfter(before, 10);
        Assembly back = World.tenants()
                .service("squat", "s", hosts("h.local"))
                .service("own", "b2", hosts("h.local"))
                .assembleAfter(gone, 200);
        Assembly goneAgain = World.tenants().assembleAfter(back, 300);

        assertThat(routes(gone)).containsExactly("h.local: reserved@h.local/ => 503");
        assertThat(routes(back)).containsExactly("h.local: b2@h.local/ -> b2");
        assertThat(goneAgain.ownership().nextEndNanos()).hasValue(600_000_000_000L);
    }

    /// A slip in a label must not cost a tenant its name.
    @Test
    void aRefusedServiceKeepsItsHosts() {
        Assembly assembly = World.tenants()
                .refused("one", "a", "h.local")
                .service("two", "b", hosts("h.local"))
                .assemble();

        assertThat(routes(assembly)).containsExactly("h.local: reserved@h.local/ => 503");
        assertThat(codes(assembly)).containsExactly("b: host-owned");
        assertThat(services(assembly)).containsExactly("a: task '' 0 refused", "b: task 'front' 1 conflict");
    }

    @Test
    void withoutTenancyNothingIsKept() {
        Assembly before = World.open().service("one", "a", hosts("h.local")).assemble();
        Assembly after =
                World.open().service("two", "b", hosts("h.local", "*.h.local")).assembleAfter(before, 1);

        assertThat(before.ownership()).isEqualTo(Ownership.NONE);
        assertThat(routes(after)).contains("h.local: b@h.local/ -> b");
    }

    @Test
    void oneTenantsRoutesAreLimited() {
        World world = World.tenants();
        for (int i = 0; i <= Admission.MAX_ROUTES_PER_TENANT / 100; i++) {
            String[] names = new String[100];
            for (int j = 0; j < names.length; j++) {
                names[j] = "h" + j + ".s" + i + ".local";
            }
            world.service("greedy", "s" + i, hosts(names));
        }
        Assembly assembly = world.service("modest", "m", hosts("m.local")).assemble();

        assertThat(assembly.config().virtualHosts()).hasSize(Admission.MAX_ROUTES_PER_TENANT + 1);
        assertThat(codes(assembly)).containsExactly("s50: route-budget");
        assertThat(assembly.errors().getFirst().message()).contains("and 97 more", "stack greedy has 5000 routes");
    }
}
