package io.sluice.controlplane.swarm;

import java.time.Duration;

import io.sluice.controlplane.docker.Listing;
import io.sluice.controlplane.swarm.PollSchedule.PollResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.docker.Listing.NETWORKS;
import static io.sluice.controlplane.docker.Listing.NODES;
import static io.sluice.controlplane.docker.Listing.SERVICES;
import static io.sluice.controlplane.docker.Listing.TASKS;
import static org.assertj.core.api.Assertions.assertThat;

class PollScheduleTest {
    /// Times are near the overflow of the clock, which may start anywhere.
    private static final long START = Long.MAX_VALUE - ms(3000);

    private static final PollResult QUIET = new PollResult(false, false, false, Duration.ofMillis(1));
    private static final PollResult CHANGED = new PollResult(true, false, false, Duration.ofMillis(1));
    private static final PollResult MOVING = new PollResult(false, true, false, Duration.ofMillis(1));

    private final PollSchedule schedule = new PollSchedule(WatchSettings.DEFAULT, () -> 0.5, START);
    private long now = START;

    @Test
    void beginsWithEverythingOnceTheStreamHadAMomentToOpen() {
        assertThat(untilNext()).isEqualTo(50);
        schedule.onStreamOpened(at(20));
        assertThat(untilNext()).isEqualTo(30);
        assertThat(schedule.due(at(50))).containsExactlyInAnyOrder(Listing.values());
    }

    @Test
    void pollsOnlyTasksSlowlyWhileNothingHappens() {
        settle();

        schedule.onRead(QUIET, now);

        assertThat(untilNext()).isEqualTo(1000);
        assertThat(schedule.due(now)).containsExactly(TASKS);
    }

    @Test
    void pollsFastForAWhileAfterAChange() {
        settle();

        schedule.onRead(CHANGED, now);
        assertThat(untilNext()).isEqualTo(200);
        schedule.onRead(QUIET, at(4999));
        assertThat(untilNext()).isEqualTo(200);
        schedule.onRead(QUIET, at(1));
        assertThat(untilNext()).isEqualTo(1000);
    }

    @Test
    void pollsFastWhileSomethingMovesButNotForever() {
        settle();
        schedule.onRead(CHANGED, now);

        schedule.onRead(MOVING, at(59_999));
        assertThat(untilNext()).isEqualTo(200);
        schedule.onRead(MOVING, at(5001));
        assertThat(untilNext()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({"service, SERVICES", "node, NODES"})
    void readsWhatAnEventIsAbout(String type, Listing listing) {
        settle();

        schedule.onEvent(type, now);

        assertThat(schedule.due(now)).containsExactlyInAnyOrder(TASKS, listing);
    }

    @Test
    void readsServicesWithNetworks() {
        settle();

        schedule.onEvent("network", now);

        assertThat(schedule.due(now)).containsExactlyInAnyOrder(TASKS, SERVICES, NETWORKS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "config", "something new"})
    void otherEventsOnlyMakeItFast(String type) {
        settle();

        schedule.onEvent(type, now);
        assertThat(schedule.due(now)).containsExactly(TASKS);

        schedule.onRead(QUIET, now);
        assertThat(untilNext()).isEqualTo(200);
    }

    @Test
    void gathersABurstOfEventsWithoutPuttingThePollOff() {
        settle();

        schedule.onEvent("service", now);
        assertThat(untilNext()).isEqualTo(50);
        schedule.onEvent("service", at(40));
        schedule.onEvent("node", now);
        assertThat(untilNext()).isEqualTo(10);
        assertThat(schedule.due(at(10))).containsExactlyInAnyOrder(TASKS, SERVICES, NODES);
    }

    @Test
    void anEventNeverDelaysAPollThatIsDueSooner() {
        settle();
        schedule.onRead(QUIET, now);

        schedule.onEvent("service", at(980));

        assertThat(untilNext()).isEqualTo(20);
    }

    @Test
    void aSlowEngineRestsTwiceAsLongAsItWorked() {
        settle();

        schedule.onRead(new PollResult(true, false, false, Duration.ofMillis(700)), now);
        assertThat(untilNext()).isEqualTo(1400);
        schedule.onEvent("service", at(100));
        assertThat(untilNext()).isEqualTo(1300);
    }

    @Test
    void eventsThatKeepComingAreServedNoFasterThanAnUpdate() {
        settle();
        schedule.onEvent("service", now);
        assertThat(untilNext()).isEqualTo(50);
        schedule.onRead(QUIET, at(50));

        schedule.onEvent("service", at(1));

        assertThat(untilNext()).isEqualTo(199);
    }

    @ParameterizedTest
    @CsvSource({"0.0, 24000", "0.5, 30000", "1.0, 36000"})
    void readsEverythingNowAndThen(double random, long afterMillis) {
        var spread = new PollSchedule(WatchSettings.DEFAULT, () -> random, START);
        spread.onStreamOpened(START);
        spread.due(START);
        spread.onRead(QUIET, START);

        assertThat(spread.due(START + ms(afterMillis) - 1)).containsExactly(TASKS);
        assertThat(spread.due(START + ms(afterMillis))).containsExactlyInAnyOrder(Listing.values());
        spread.onRead(QUIET, START + ms(afterMillis));
        assertThat(spread.due(START + ms(afterMillis + 1000))).containsExactly(TASKS);
    }

    @Test
    void readsEverythingWhenTheStreamOpensAgain() {
        settle();

        schedule.onStreamLost();
        schedule.onStreamOpened(now);

        assertThat(schedule.due(now)).containsExactlyInAnyOrder(Listing.values());
    }

    @Test
    void readsServicesAtEachPollWhileThereIsNoStream() {
        settle();

        schedule.onStreamLost();
        schedule.onRead(QUIET, now);

        assertThat(schedule.due(now)).containsExactlyInAnyOrder(TASKS, SERVICES);
    }

    @Test
    void readsServicesWhenTasksOfUnknownOnesCame() {
        settle();

        schedule.onRead(new PollResult(false, false, true, Duration.ZERO), now);

        assertThat(schedule.due(now)).containsExactlyInAnyOrder(TASKS, SERVICES);
        assertThat(untilNext()).isEqualTo(200);
    }

    /// The burst after the first reading is over.
    private void settle() {
        schedule.onStreamOpened(now);
        schedule.due(now);
        schedule.onRead(QUIET, now);
        at(6000);
        schedule.due(now);
        schedule.onRead(QUIET, now);
    }

    private long untilNext() {
        return (schedule.nextAt() - now) / 1_000_000;
    }

    private long at(long laterMillis) {
        now += ms(laterMillis);
        return now;
    }

    private static long ms(long millis) {
        return millis * 1_000_000;
    }
}
