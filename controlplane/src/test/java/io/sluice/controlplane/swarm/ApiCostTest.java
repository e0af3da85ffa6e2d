package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.Set;

import io.sluice.controlplane.docker.Listing;
import io.sluice.controlplane.swarm.PollSchedule.PollResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What the watcher asks of an engine, in calls per second, against the clock of a simulation: the engine takes longer
/// the more there is to list.
class ApiCostTest {

    private static final long MILLIS = 1_000_000;
    private static final long SECOND = 1_000 * MILLIS;
    /// The engine's price of a list: some of its own, and some per service with its tasks.
    private static final long LIST_NANOS = 2 * MILLIS;
    private static final long SERVICE_NANOS = 50_000;

    /// @param eventsPerSecond about services
    /// @param moving an update is under way
    private record Weather(int services, int eventsPerSecond, boolean moving, boolean streams) {}

    private record Cost(double callsPerSecond, long longestGapNanos) {}

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void aQuietSwarmCostsLittleMoreThanOneCallPerSecond(int services) {
        Cost cost = run("quiet", new Weather(services, 0, false, true));

        assertThat(cost.callsPerSecond()).isBetween(0.5, 1.2);
        assertThat(cost.longestGapNanos()).isLessThanOrEqualTo(1_500 * MILLIS);
    }

    /// Each task that moves on is an event of its service at the most.
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void anUpdateCostsTenCallsPerSecondAtTheMost(int services) {
        Cost cost = run("updating", new Weather(services, 2, true, true));

        assertThat(cost.callsPerSecond()).isLessThanOrEqualTo(10);
        assertThat(cost.longestGapNanos()).isLessThanOrEqualTo(1_000 * MILLIS);
    }

    /// R-CP: whoever changes services a thousand times a second pays for it, not the engine.
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void aStormOfEventsCostsNoMoreThanAnUpdate(int services) {
        Cost cost = run("storm", new Weather(services, 1_000, true, true));

        assertThat(cost.callsPerSecond()).isLessThanOrEqualTo(11);
    }

    /// A task has two seconds between leaving its desired state and its stop signal.
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 1_000})
    void tasksAreReadWellWithinTwoSecondsWhateverHappens(int events) {
        assertThat(run("any", new Weather(1_000, events, false, true)).longestGapNanos())
                .isLessThanOrEqualTo(1_500 * MILLIS);
    }

    @Test
    void withoutEventsServicesAreReadEachTime() {
        Cost cost = run("no events", new Weather(1_000, 0, false, false));

        assertThat(cost.callsPerSecond()).isBetween(1.0, 2.3);
    }

    @Test
    void moreServicesNeverMeanMoreCalls() {
        for (int events : new int[] {0, 2, 1_000}) {
            double few = run("few", new Weather(10, events, events > 0, true)).callsPerSecond();
            double many =
                    run("many", new Weather(1_000, events, events > 0, true)).callsPerSecond();

            assertThat(many).isLessThanOrEqualTo(few);
        }
    }

    /// Ten minutes of it.
    private static Cost run(String name, Weather weather) {
        long start = 5 * SECOND;
        PollSchedule schedule = new PollSchedule(WatchSettings.DEFAULT, () -> 0.5, start);
        if (weather.streams()) {
            schedule.onStreamOpened(start);
        }
        long end = start + 600 * SECOND;
        long eventGap = weather.eventsPerSecond() == 0 ? Long.MAX_VALUE / 2 : SECOND / weather.eventsPerSecond();
        long nextEvent = start + eventGap;
        long lastPoll = start;
        long longestGap = 0;
        long calls = 0;
        while (schedule.nextAt() < end) {
            if (nextEvent <= schedule.nextAt()) {
                schedule.onEvent("service", nextEvent);
                nextEvent += eventGap;
                continue;
            }
            long now = schedule.nextAt();
            longestGap = Math.max(longestGap, now - lastPoll);
            lastPoll = now;
            Set<Listing> due = schedule.due(now);
            calls += due.size();
            long took = due.size() * (LIST_NANOS + weather.services() * SERVICE_NANOS);
            while (nextEvent <= now + took) {
                nextEvent += eventGap; // waits in the queue, and is told after the poll
            }
            schedule.onRead(new PollResult(false, weather.moving(), false, Duration.ofNanos(took)), now + took);
        }
        double perSecond = calls / 600.0;
        System.out.printf(
                "%-9s %5d services, %4d events/s: %5.2f calls/s, at most %d ms between polls%n",
                name, weather.services(), weather.eventsPerSecond(), perSecond, longestGap / MILLIS);
        return new Cost(perSecond, longestGap);
    }
}
