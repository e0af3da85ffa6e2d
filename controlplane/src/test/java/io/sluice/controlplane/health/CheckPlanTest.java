package io.sluice.controlplane.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.health.CheckPlan.Check;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CheckPlanTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now;
    private final CheckPlan plan = new CheckPlan(new CheckPace(new Random(42)), () -> Instant.EPOCH.plusNanos(now));

    @Test
    void isIdleWithoutTargets() {
        plan.watch(List.of(), now);

        assertThat(plan.start(now)).isEmpty();
        assertThat(plan.delayNanos(now)).isEqualTo(CheckPlan.IDLE);
    }

    @Test
    void checksANewTargetAtOnce() {
        plan.watch(List.of(Targets.target("web", 1)), now);

        assertThat(plan.delayNanos(now)).isZero();
        assertThat(plan.start(now)).extracting(Check::target).containsExactly(Targets.target("web", 1));
    }

    @Test
    void checksATargetAgainAfterItsIntervalAndNotBefore() {
        plan.watch(List.of(Targets.target("web", 1)), now);
        plan.finish(plan.start(now).getFirst(), Targets.passed(), now);

        long wait = plan.delayNanos(now);

        assertThat(wait).isBetween(4 * SECOND, 6 * SECOND);
        assertThat(plan.start(now + wait - 1)).isEmpty();
        assertThat(plan.start(now + wait)).hasSize(1);
    }

    @Test
    void neverChecksATargetTwiceAtATime() {
        plan.watch(List.of(Targets.target("web", 1)), now);
        plan.start(now);

        now += 100 * SECOND;
        plan.watch(List.of(Targets.target("web", 1)), now);

        assertThat(plan.start(now)).isEmpty();
    }

    @Test
    void knowsEachEndpointOnceHoweverOftenItIsListed() {
        plan.watch(List.of(Targets.target("web", 1), Targets.target("web", 1)), now);

        assertThat(plan.start(now)).hasSize(1);
        assertThat(plan.endpoints()).hasSize(1);
    }

    @Test
    void boundsChecksUnderWay() {
        List<CheckTarget> targets = new ArrayList<>();
        IntStream.range(0, 100).forEach(service -> targets.addAll(Targets.many("web" + service, 10)));
        plan.watch(targets, now);

        List<Check> running = startFor(10 * SECOND);

        assertThat(running).hasSize(CheckPlan.MAX_RUNNING);
        assertThat(plan.delayNanos(now)).isEqualTo(CheckPlan.IDLE);

        plan.finish(running.getFirst(), Targets.passed(), now);
        assertThat(plan.delayNanos(now)).isZero();
        assertThat(plan.start(now)).hasSize(1);
    }

    @Test
    void aServiceThatHangsLeavesRoomForOthers() {
        List<CheckTarget> targets = new ArrayList<>(Targets.many("hanging", 500));
        targets.add(Targets.target("web", 1));
        plan.watch(targets, now);

        List<Check> running = startFor(10 * SECOND);

        assertThat(running).hasSize(CheckPlan.MAX_RUNNING_PER_SERVICE + 1);
        assertThat(running).extracting(check -> check.target().service()).contains("web");
        assertThat(plan.delayNanos(now)).isEqualTo(CheckPlan.IDLE);
    }

    @Test
    void servicesThatHangLeaveRoomForHealthyOnes() {
        List<CheckTarget> hanging = new ArrayList<>();
        IntStream.range(0, 20).forEach(service -> hanging.addAll(Targets.many("hanging" + service, 20)));
        plan.watch(hanging, now);
        for (int i = 0; i < 100 && verdicts().stream().anyMatch(one -> one.endsWith("PENDING")); i++) {
            startFor(10 * SECOND).forEach(check -> plan.finish(check, Targets.failed(), now));
        }

        List<Check> running = startFor(600 * SECOND);
        List<CheckTarget> all = new ArrayList<>(hanging);
        all.addAll(Targets.many("web", 3));
        plan.watch(all, now);

        assertThat(running).hasSize(CheckPlan.MAX_RUNNING_DOWN).allMatch(Check::down);
        assertThat(plan.start(now))
                .extracting(check -> check.target().service())
                .containsOnly("web")
                .hasSize(3);
    }

    @Test
    void boundsTheRateOfChecks() {
        List<CheckTarget> targets = new ArrayList<>();
        IntStream.range(0, 100).forEach(service -> targets.addAll(Targets.many("web" + service, 10)));
        plan.watch(targets, now);
        int started = 0;

        for (long end = now + SECOND; now < end; now += SECOND / 1_000) {
            for (Check check : plan.start(now)) {
                started++;
                plan.finish(check, Targets.passed(), now);
            }
        }

        assertThat(started).isEqualTo(CheckPlan.MAX_STARTS * 10);
    }

    @Test
    void waitsForTheNextWindowWhenTheRateIsUsedUp() {
        List<CheckTarget> targets = new ArrayList<>();
        IntStream.range(0, 10).forEach(service -> targets.addAll(Targets.many("web" + service, 10)));
        plan.watch(targets, now);

        assertThat(plan.start(now)).hasSize(CheckPlan.MAX_STARTS);

        assertThat(plan.delayNanos(now)).isEqualTo(CheckPlan.WINDOW_NANOS);
        assertThat(plan.firstDueNanos()).isEqualTo(now);
        now += CheckPlan.WINDOW_NANOS;
        assertThat(plan.start(now)).hasSize(CheckPlan.MAX_STARTS);
    }

    /// Every target gets its turn, although there are more than can be checked in time.
    @Test
    void longestOverdueComesFirst() {
        List<CheckTarget> targets = new ArrayList<>();
        IntStream.range(0, 40).forEach(service -> targets.addAll(Targets.many("web" + service, 100)));
        plan.watch(targets, now);
        Map<CheckTarget, Integer> counts = new HashMap<>();

        for (long end = now + 20 * SECOND; now < end; now += SECOND / 100) {
            for (Check check : plan.start(now)) {
                counts.merge(check.target(), 1, Integer::sum);
                plan.finish(check, Targets.passed(), now);
            }
        }

        assertThat(counts).hasSize(4_000);
        assertThat(counts.values()).allMatch(count -> count == 2 || count == 3);
    }

    @Test
    void keepsWhatIsKnownOfThoseThatStay() {
        plan.watch(List.of(Targets.target("web", 1), Targets.target("web", 2)), now);
        plan.start(now).forEach(check -> plan.finish(check, Targets.passed(), now));

        boolean changedHands = plan.watch(List.of(Targets.target("web", 1), Targets.target("web", 3)), now);

        assertThat(changedHands).isFalse();
        assertThat(verdicts()).containsExactlyInAnyOrder("1 HEALTHY", "3 PENDING");
        assertThat(plan.start(now)).extracting(Check::target).containsExactly(Targets.target("web", 3));
    }

    @Test
    void forgetsRemovedTargets() {
        plan.watch(Targets.many("web", 3), now);
        plan.start(now).forEach(check -> plan.finish(check, Targets.passed(), now));

        plan.watch(List.of(), now);

        assertThat(plan.endpoints()).isEmpty();
        assertThat(plan.delayNanos(now)).isEqualTo(CheckPlan.IDLE);
    }

    @Test
    void aResultForARemovedTargetFreesItsPlaceAndSaysNothing() {
        plan.watch(Targets.many("web", 40), now);
        List<Check> running = plan.start(now);
        plan.watch(Targets.many("other", 1), now);

        assertThat(running).hasSize(CheckPlan.MAX_RUNNING_PER_SERVICE);
        for (Check check : running) {
            assertThat(plan.finish(check, Targets.failed(), now)).isEmpty();
        }

        assertThat(plan.runningCount()).isZero();
        assertThat(verdicts()).containsExactly("1 PENDING");
    }

    @Test
    void aChangedCheckIsMadeAtOnceAndKeepsTheVerdict() {
        plan.watch(List.of(Targets.target("web", 1)), now);
        plan.finish(plan.start(now).getFirst(), Targets.passed(), now);
        CheckTarget changed = Targets.target("web", 1, Targets.every(Duration.ofSeconds(9)));

        plan.watch(List.of(changed), now);

        assertThat(verdicts()).containsExactly("1 HEALTHY");
        assertThat(plan.start(now)).extracting(Check::target).containsExactly(changed);
    }

    @Test
    void theResultOfACheckThatNobodyAsksForAnyMoreSaysNothing() {
        plan.watch(List.of(Targets.target("web", 1)), now);
        Check old = plan.start(now).getFirst();
        CheckTarget changed = Targets.target("web", 1, Targets.every(Duration.ofSeconds(9)));
        plan.watch(List.of(changed), now);

        assertThat(plan.finish(old, Targets.passed(), now)).isEmpty();

        assertThat(verdicts()).containsExactly("1 PENDING");
        assertThat(plan.start(now)).extracting(Check::target).containsExactly(changed);
    }

    @Test
    void anAddressThatAnotherEndpointHasNowIsNew() {
        plan.watch(List.of(Targets.target("web", 1)), now);
        Check old = plan.start(now).getFirst();
        plan.finish(old, Targets.passed(), now);
        CheckTarget other = new CheckTarget("web", "web.7", Targets.address(1), Targets.CHECK, false);

        assertThat(plan.watch(List.of(other), now)).isTrue();

        assertThat(verdicts()).containsExactly("1 PENDING");
        assertThat(plan.start(now)).extracting(Check::target).containsExactly(other);
    }

    @Test
    void tellsWhenAVerdictChanges() {
        plan.watch(List.of(Targets.target("web", 1)), now);

        assertThat(checkNext(Targets.passed())).isTrue();
        assertThat(checkNext(Targets.failed())).isFalse();
        assertThat(checkNext(Targets.failed())).isTrue();
        assertThat(checkNext(Targets.failed())).isFalse();
        assertThat(checkNext(Targets.passed())).isTrue();
    }

    /// F11: what flaps changes its verdict no more often than it is checked, and what stays down is asked less.
    @Test
    void whatStaysDownIsAskedLess() {
        plan.watch(List.of(Targets.target("web", 1)), now);
        int checks = 0;

        for (long end = now + 600 * SECOND; now < end; checks++) {
            checkNext(Targets.failed());
        }

        assertThat(checks).isBetween(30, 40);
    }

    private boolean checkNext(CheckResult result) {
        now += plan.delayNanos(now);
        return plan.finish(plan.start(now).getFirst(), result, now)
                .orElseThrow()
                .ofVerdict();
    }

    /// Begins checks that do not end.
    private List<Check> startFor(long nanos) {
        List<Check> started = new ArrayList<>();
        for (long end = now + nanos; now < end; now += CheckPlan.WINDOW_NANOS) {
            started.addAll(plan.start(now));
        }
        return started;
    }

    private List<String> verdicts() {
        return plan.endpoints().stream()
                .map(one -> one.address().getPort() + " " + one.verdict())
                .toList();
    }
}
