package io.sluice.controlplane.assemble;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.sluice.dataplane.model.Endpoint;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.Labels.hosts;
import static org.assertj.core.api.Assertions.assertThat;

class SharesTest {

    /// Acceptance 11.
    @Test
    void withoutWeightsEachTaskCountsOnce() {
        List<Endpoint> endpoints =
                endpoints(World.open().service("v1", 4, hosts("h.local")).service("v2", 1, hosts("h.local")));

        assertThat(weights(endpoints)).containsExactly(1, 1, 1, 1, 1);
    }

    /// Acceptance 14.
    @Test
    void inVipModeServicesAreEqual() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 4, hosts("h.local").vip())
                .service("v2", 1, hosts("h.local").vip()));

        assertThat(endpoints).extracting(Endpoint::name).containsExactly("v1.vip", "v2.vip");
        assertThat(weights(endpoints)).containsExactly(1, 1);
    }

    @Test
    void weightsAreSpreadOverTasks() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 4, hosts("h.local").weight(95))
                .service("v2", 1, hosts("h.local").weight(5)));

        assertThat(weights(endpoints)).containsExactly(19, 19, 19, 19, 4);
    }

    @Test
    void aServiceWithoutWeightCountsItsTasks() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 3, hosts("h.local"))
                .service("v2", 2, hosts("h.local").weight(1)));

        assertThat(weights(endpoints)).containsExactly(2, 2, 2, 1, 1);
    }

    @Test
    void weightsOfVipsAreTheServices() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 9, hosts("h.local").vip().weight(30))
                .service("v2", 1, hosts("h.local").vip().weight(10)));

        assertThat(weights(endpoints)).containsExactly(3, 1);
    }

    @Test
    void aWeightAloneChangesNothing() {
        List<Endpoint> endpoints =
                endpoints(World.open().service("v1", 3, hosts("h.local").weight(50)));

        assertThat(weights(endpoints)).containsExactly(1, 1, 1);
    }

    @Test
    void weightZeroGetsNothing() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 2, hosts("h.local"))
                .service("v2", 2, hosts("h.local").weight(0)));

        assertThat(endpoints).extracting(Endpoint::name).containsExactly("v1.1", "v1.2");
    }

    @Test
    void aServiceWithoutTasksTakesNoShare() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 2, hosts("h.local").weight(10))
                .service("v2", 0, hosts("h.local").weight(90)));

        assertThat(weights(endpoints)).containsExactly(1, 1);
    }

    @Test
    void extremesStayInRange() {
        List<Endpoint> endpoints = endpoints(World.open()
                .service("v1", 7, hosts("h.local").weight(1))
                .service("v2", 1, hosts("h.local").weight(Integer.MAX_VALUE)));

        assertThat(weights(endpoints)).startsWith(1).endsWith(Endpoint.MAX_WEIGHT);
    }

    @Test
    void anyWeightsAndTasksGiveTheirShares() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            World world = World.open();
            Map<String, Integer> asked = new TreeMap<>();
            for (int i = 0; i < 2 + random.nextInt(6); i++) {
                int weight = 1 + random.nextInt(100);
                asked.put("s" + i, weight);
                world.service("s" + i, 1 + random.nextInt(20), hosts("h.local").weight(weight));
            }
            double total = asked.values().stream().mapToInt(Integer::intValue).sum();

            Map<String, Double> shares = shares(endpoints(world));

            asked.forEach((service, weight) -> assertThat(shares.get(service))
                    .as("seed %d: %s of %s", seed, service, asked)
                    .isCloseTo(weight / total, Percentage.withPercentage(0.5)));
        }
    }

    private static List<Endpoint> endpoints(World world) {
        return world.assemble().config().clusters().getFirst().endpoints();
    }

    private static List<Integer> weights(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::weight).toList();
    }

    private static Map<String, Double> shares(List<Endpoint> endpoints) {
        double total = endpoints.stream().mapToInt(Endpoint::weight).sum();
        return endpoints.stream()
                .collect(Collectors.groupingBy(
                        endpoint -> endpoint.name().substring(0, endpoint.name().indexOf('.')),
                        Collectors.summingDouble(endpoint -> endpoint.weight() / total)));
    }
}
