package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

/// Whatever tenants ask for, and however often they change their minds, none serves a host that was another's within
/// the last 300 s, by name, path, redirect, wildcard or default.
class TenancyPropertyTest {

    private static final int ROUNDS = 60;
    private static final int STEPS = 25;
    private static final List<String> HOSTS =
            List.of("a.x.local", "b.x.local", "x.local", "*.x.local", "*.local", "other.local");
    private static final List<String> STACKS = List.of("red", "blue", "green", "ops", "");

    @Test
    void noTenantEverGetsAnothersHost() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            Observed observed = new Observed("seed " + seed + ", round " + round);
            Assembly before = World.tenants("ops").assemble();
            long now = random.nextInt(1_000);
            for (int step = 0; step < STEPS; step++) {
                World world = randomWorld(random);
                Assembly after = world.assembleAfter(before, now);
                observed.check(after, now);
                before = after;
                now += random.nextInt(200);
            }
        }
    }

    @Test
    void theOrderOfListsMakesNoDifference() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            World world = randomWorld(random);

            assertThat(world.assembleReversed()).as("seed %d", seed).isEqualTo(world.assemble());
        }
    }

    /// Services are named after their tenants, so that routes tell whose they are.
    private static World randomWorld(Random random) {
        World world = World.tenants("ops");
        for (int i = random.nextInt(10); i >= 0; i--) {
            String stack = STACKS.get(random.nextInt(STACKS.size()));
            String name = (stack.isEmpty() ? "lone" + i : stack) + "-" + i;
            if (random.nextInt(6) == 0) {
                world.refused(stack, name, pick(random));
            } else {
                world.service(stack, name, labels(random));
            }
        }
        return world;
    }

    private static Labels labels(Random random) {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            String name = pick(random);
            if (!names.contains(name)) {
                names.add(name);
            }
        }
        Labels labels = hosts(names.toArray(String[]::new));
        if (random.nextInt(4) == 0) {
            labels.path("/p" + random.nextInt(2));
        }
        if (random.nextInt(4) == 0) {
            labels.redirect(pick(random), "http://elsewhere.local");
        }
        if (random.nextInt(4) == 0) {
            labels.defaultBackend();
        }
        if (random.nextInt(5) == 0) {
            labels.maintenance("");
        }
        return labels;
    }

    private static String pick(Random random) {
        return HOSTS.get(random.nextInt(HOSTS.size()));
    }

    /// Who served each host last, and when.
    private static final class Observed {

        private final String context;
        private final Map<String, String> owners = new HashMap<>();
        private final Map<String, Long> seen = new HashMap<>();

        private Observed(String context) {
            this.context = context;
        }

        private void check(Assembly assembly, long now) {
            Map<String, List<Route>> bySite = new HashMap<>();
            for (VirtualHost host : assembly.config().virtualHosts()) {
                bySite.put(host.host().toString(), host.routes());
            }
            bySite.put("*", assembly.config().defaultRoutes());
            bySite.forEach((site, routes) -> checkSite(site, routes, now));
            owners.forEach((site, owner) -> checkStillThere(site, bySite, now));
        }

        private void checkSite(String site, List<Route> routes, long now) {
            List<String> tenants = routes.stream()
                    .map(Observed::tenant)
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
            assertThat(tenants).as("%s: tenants at %s", context, site).hasSizeLessThanOrEqualTo(1);
            if (tenants.isEmpty()) {
                return;
            }
            String tenant = tenants.getFirst();
            if (site.startsWith("*")) {
                assertThat(tenant).as("%s: wildcard %s", context, site).isEqualTo("ops");
            }
            String owner = owners.get(site);
            if (owner != null && !owner.equals(tenant)) {
                assertThat(now - seen.get(site))
                        .as("%s: %s went from %s to %s", context, site, owner, tenant)
                        .isGreaterThanOrEqualTo(Ownership.HOLD.toSeconds());
            }
            owners.put(site, tenant);
            seen.put(site, now);
        }

        /// A host given up must not fall to a wildcard or the default: it keeps a virtual host.
        private void checkStillThere(String site, Map<String, List<Route>> bySite, long now) {
            boolean recent = now - seen.get(site) < Ownership.HOLD.toSeconds();
            if (recent) {
                assertThat(bySite.getOrDefault(site, List.of()))
                        .as("%s: routes of %s", context, site)
                        .isNotEmpty();
            }
        }

        /// `red-3@a.local/`: red.
        private static Optional<String> tenant(Route route) {
            String service = route.name().substring(0, route.name().indexOf('@'));
            return service.equals("reserved")
                    ? Optional.empty()
                    : Optional.of(service.substring(0, service.indexOf('-')));
        }
    }
}
