package io.sluice.controlplane.health;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.health.EndpointHealth.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class HealthCheckerTest {

    private static final CheckTarget ONE = Targets.target("web", 1, Targets.every(Duration.ofMillis(10)));
    private static final CheckTarget TWO = Targets.target("web", 2, Targets.every(Duration.ofMillis(10)));

    private final List<HealthView> announced = new CopyOnWriteArrayList<>();
    private final Set<Integer> failingPorts = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> asked = new ConcurrentHashMap<>();

    private final HealthChecker checker = checker(this::probe);

    @AfterEach
    void close() {
        checker.close();
    }

    @Test
    void takesNothingForHealthyThatWasNotChecked() {
        checker.start(announced::add);

        assertThat(announced)
                .singleElement()
                .satisfies(view -> assertThat(isHealthy(view, ONE)).isFalse());
    }

    @Test
    void announcesWhatPassed() {
        checker.start(announced::add);

        checker.watch(List.of(ONE, TWO));

        await().until(() -> isHealthy(announced.getLast(), ONE) && isHealthy(announced.getLast(), TWO));
    }

    @Test
    void announcesEachChangeOnce() {
        checker.start(announced::add);
        checker.watch(List.of(ONE));
        await().until(() -> isHealthy(announced.getLast(), ONE));
        failingPorts.add(1);

        await().until(() -> !isHealthy(announced.getLast(), ONE));
        int before = asked.get(1);
        await().until(() -> asked.get(1) > before + 5);

        assertThat(announced).hasSize(3);
    }

    @Test
    void anAnnouncedViewDoesNotChange() {
        checker.start(announced::add);
        checker.watch(List.of(ONE));
        await().until(() -> announced.size() == 2);
        failingPorts.add(1);
        await().until(() -> announced.size() == 3);

        assertThat(announced).extracting(view -> isHealthy(view, ONE)).containsExactly(false, true, false);
    }

    @Test
    void anAddressThatChangedHandsIsAnnounced() {
        checker.start(announced::add);
        checker.watch(List.of(ONE));
        await().until(() -> isHealthy(announced.getLast(), ONE));
        failingPorts.add(1);

        checker.watch(List.of(new CheckTarget("web", "web.9", ONE.address(), ONE.check(), false)));

        await().until(() -> !isHealthy(announced.getLast(), ONE));
    }

    @Test
    void reportsWhatItKnows() {
        failingPorts.add(2);
        checker.start(announced::add);
        checker.watch(List.of(ONE, TWO));

        await().until(() -> checker.report().endpoints().stream().noneMatch(one -> one.verdict() == Verdict.PENDING));

        HealthReport report = checker.report();
        EndpointHealth two = report.byAddress().get(TWO.address());
        assertThat(two.verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(two.endpoint()).isEqualTo("web.2");
        assertThat(two.error()).contains("500");
        assertThat(report.checks()).containsOnlyKeys(Outcome.values());
        assertThat(report.checks().get(Outcome.PASSED)).isPositive();
        assertThat(report.checks().get(Outcome.STATUS)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void forgetsWhatIsNotWatchedAnyMore() {
        checker.start(announced::add);
        checker.watch(List.of(ONE, TWO));
        await().until(() -> checker.report().endpoints().size() == 2);

        checker.watch(List.of(TWO));

        await().until(() -> checker.report().endpoints().size() == 1);
        assertThat(checker.report().byAddress()).containsOnlyKeys(TWO.address());
    }

    /// A fault of ours must neither stop the checks nor be held against the endpoint.
    @Test
    void survivesAProberThatThrows() {
        try (HealthChecker broken = checker(target -> {
            throw new IllegalStateException("bug");
        })) {
            broken.start(announced::add);
            broken.watch(List.of(ONE));

            await().until(() -> broken.report().checks().get(Outcome.SKIPPED) > 1);

            assertThat(broken.report().endpoints()).singleElement().satisfies(one -> {
                assertThat(one.verdict()).isEqualTo(Verdict.PENDING);
                assertThat(one.error()).contains("bug");
            });
        }
    }

    @Test
    void closingInterruptsChecksUnderWayAndBeginsNoMore() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        HealthChecker hanging = checker(target -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
            return Targets.failed();
        });
        hanging.start(announced::add);
        hanging.watch(List.of(ONE));
        begun.await();

        hanging.close();

        assertThat(interrupted.getCount()).isZero();
        assertThat(announced).hasSize(1);
    }

    private static HealthChecker checker(Prober prober) {
        return new HealthChecker(prober, new CheckPlan(new CheckPace(new Random(42)), InstantSource.system()));
    }

    private static boolean isHealthy(HealthView view, CheckTarget target) {
        return view.isHealthy(target.service(), target.address());
    }

    private CheckResult probe(CheckTarget target) {
        int port = target.address().getPort();
        asked.merge(port, 1, Integer::sum);
        return failingPorts.contains(port) ? Targets.failed() : Targets.passed();
    }
}
