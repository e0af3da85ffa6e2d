package io.sluice.controlplane.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.SwarmState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Rounds as the job makes them, without the job.
class ProxyReconcilerTest {

    private final FakeSwarm swarm = new FakeSwarm();
    private final List<ConfigError> errors = new ArrayList<>();

    @Test
    void whoIsSlowerLooksAgainAndFindsNothingToDo() throws InterruptedException {
        SwarmState state = Wishes.state("a");
        ProxyReconciler second = reconciler(swarm.door());
        List<String> once = new ArrayList<>(List.of("once"));
        ProxyReconciler first = reconciler(swarm.door(Wishes.SELF, () -> {
            if (!once.isEmpty()) {
                once.clear();
                round(second, state);
            }
        }));

        first.round(state, Wishes.wish());
        first.round(state, Wishes.wish());

        assertThat(swarm.writes).containsExactly("create");
        assertThat(errors).isEmpty();
    }

    @Test
    void aChangeMadeFromAnOldVersionIsNotMade() throws InterruptedException {
        reconciler(swarm.door()).round(Wishes.state("a"), Wishes.wish());

        reconciler(swarm.door(Wishes.SELF, swarm::touch)).round(Wishes.state("a", "b"), Wishes.wish());

        assertThat(swarm.writes).containsExactly("create");
    }

    /// Two control planes that see the swarm change in steps of their own.
    @Test
    void anyOrderOfTwoControlPlanesConverges() throws InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 50; turn++) {
            FakeSwarm shared = new FakeSwarm();
            List<ProxyReconciler> both = List.of(reconciler(shared.door()), reconciler(shared.door()));
            for (int step = 0; step < 10; step++) {
                SwarmState seen = Wishes.state(random.nextBoolean() ? "a" : "b");
                both.get(random.nextInt(2)).round(seen, Wishes.wish());
            }
            SwarmState last = Wishes.state("c");

            List<ProxyReconciler> fresh = List.of(reconciler(shared.door()), reconciler(shared.door()));
            fresh.get(random.nextInt(2)).round(last, Wishes.wish());
            int writes = shared.writes.size();
            fresh.forEach(one -> round(one, last));

            assertThat(shared.writes).as("seed " + seed).hasSize(writes);
            assertThat(shared.only().at("/TaskTemplate/Networks").toString()).contains("net-c");
        }
    }

    /// Somebody who undoes each of our changes does not lead to a storm of them.
    @Test
    void changesFollowEachOtherSlowly() throws InterruptedException {
        ProxyReconciler reconciler = reconciler(swarm.door());
        for (int turn = 0; turn < 100; turn++) {
            reconciler.round(Wishes.state("a"), Wishes.wish());
            swarm.drift("/Mode/Replicated/Replicas", 9);
        }

        assertThat(swarm.writes).hasSizeLessThan(5);
    }

    @Test
    void aRefusalIsReportedWithItsReason() throws InterruptedException {
        swarm.refuse("port '8080' is already in use by service 'web'");

        reconciler(swarm.door()).round(Wishes.state("a"), Wishes.wish());

        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("create service", "already in use"));
    }

    @Test
    void theSwitchRemovesProxiesAndBringsThemBackOnOtherPorts() throws InterruptedException {
        ProxyReconciler one = reconciler(swarm.door());
        one.round(Wishes.state("a"), Wishes.wish());

        one.onLayer7(new Layer7(false, OptionalInt.empty(), OptionalInt.empty()));
        one.round(Wishes.state("a"), Wishes.wish());
        ProxyReconciler other = reconciler(swarm.door());
        other.round(Wishes.state("a"), Wishes.wish());

        assertThat(swarm.size()).as("another control plane sees the switch").isZero();

        other.onLayer7(new Layer7(true, OptionalInt.of(80), OptionalInt.of(443)));
        other.round(Wishes.state("a"), Wishes.wish());
        reconciler(swarm.door()).round(Wishes.state("a"), Wishes.wish());

        assertThat(swarm.only().at("/EndpointSpec/Ports/0/PublishedPort").asInt())
                .isEqualTo(80);
        assertThat(swarm.only().at("/EndpointSpec/Ports/1/PublishedPort").asInt())
                .isEqualTo(443);
    }

    private ProxyReconciler reconciler(ProxyEngine door) {
        return new ProxyReconciler(door, Wishes.LINK, Wishes.wish(), all -> {
            errors.clear();
            all.stream().filter(error -> !error.code().equals("no-seccomp")).forEach(errors::add);
        });
    }

    private static void round(ProxyReconciler reconciler, SwarmState state) {
        try {
            reconciler.round(state, Wishes.wish());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
