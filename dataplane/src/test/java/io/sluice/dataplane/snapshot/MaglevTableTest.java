package io.sluice.dataplane.snapshot;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.sluice.dataplane.http.StableHash;
import io.sluice.dataplane.model.Endpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class MaglevTableTest {

    private static final int KEYS = 100_000;

    private static List<Endpoint> endpoints(int count) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            endpoints.add(endpoint(i, 1));
        }
        return endpoints;
    }

    private static Endpoint endpoint(int number, int weight) {
        return new Endpoint(
                "web." + number, new InetSocketAddress("10.0.0.1", 1 + number), weight, Instant.EPOCH, true);
    }

    private static int[] shares(MaglevTable table, int endpoints) {
        int[] shares = new int[endpoints];
        for (int i = 0; i < KEYS; i++) {
            shares[table.position(StableHash.mix(i))]++;
        }
        return shares;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100, 600})
    void givesEachEndpointItsShare(int count) {
        MaglevTable table = new MaglevTable(endpoints(count));

        assertThat(table.size()).isGreaterThanOrEqualTo(100 * count);
        double fair = (double) KEYS / count;
        double noise = 5 * Math.sqrt(fair); // of keys, beside the table's own coarseness
        assertThat(Arrays.stream(shares(table, count)).boxed())
                .allSatisfy(share -> assertThat(share * 1.0).isBetween(fair * 0.97 - noise, fair * 1.03 + noise));
    }

    @Test
    void respectsWeights() {
        MaglevTable table = new MaglevTable(List.of(endpoint(0, 1), endpoint(1, 3), endpoint(2, 6)));

        int[] shares = shares(table, 3);
        assertThat(shares[0] / (double) KEYS).isBetween(0.08, 0.12);
        assertThat(shares[1] / (double) KEYS).isBetween(0.27, 0.33);
        assertThat(shares[2] / (double) KEYS).isBetween(0.57, 0.63);
    }

    @Test
    void movesFewKeysWhenAnEndpointLeaves() {
        List<Endpoint> nine = new ArrayList<>(endpoints(10));
        nine.remove(4);
        MaglevTable before = new MaglevTable(endpoints(10));
        MaglevTable after = new MaglevTable(nine);
        int moved = 0;
        for (int i = 0; i < KEYS; i++) {
            int then = before.position(StableHash.mix(i));
            int now = after.position(StableHash.mix(i));
            moved += then != 4 && then != (now < 4 ? now : now + 1) ? 1 : 0;
        }

        assertThat(moved).isLessThan(KEYS * 5 / 100); // beside those that had to
    }

    @Test
    void endsForExtremeWeights() {
        MaglevTable table = new MaglevTable(List.of(endpoint(0, 1), endpoint(1, Endpoint.MAX_WEIGHT)));

        assertThat(shares(table, 2)[1]).isGreaterThan(KEYS * 99 / 100);
    }

    @Test
    void staysWithinItsSizeForManyEndpoints() {
        assertThat(new MaglevTable(endpoints(5000)).size()).isEqualTo(65_537);
    }
}
