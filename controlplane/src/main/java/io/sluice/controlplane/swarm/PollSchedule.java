package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.DoubleSupplier;

import io.sluice.controlplane.docker.Listing;

/// When to read which lists next. Pure: times are passed in. Owned by the watcher's job.
///
/// Tasks are read at every poll, since nothing announces them; the other lists after an event about them, and all at a
/// resync. Whatever the reason for a poll, the engine rests after each one twice as long as it took to answer; and
/// while
/// events keep coming, polls for them are no closer than other fast ones.
final class PollSchedule {
    private static final int REST_PER_WORK = 2;
    private static final double RESYNC_SPREAD = 0.4;

    private final WatchSettings settings;
    private final DoubleSupplier random;
    private final Set<Listing> due = EnumSet.allOf(Listing.class);
    private long nextAt;
    private long restUntil;
    private long eventRestUntil;
    private long resyncAt;
    private long fastUntil;
    private long lastProgressAt;
    private boolean eventWaits;
    private boolean streamOpen;

    /// Everything is due, after a moment in which the event stream should open.
    ///
    /// @param random from 0 to 1
    PollSchedule(WatchSettings settings, DoubleSupplier random, long nowNanos) {
        this.settings = settings;
        this.random = random;
        this.nextAt = nowNanos + settings.debounce().toNanos();
        this.restUntil = nowNanos;
        this.eventRestUntil = nowNanos;
        this.fastUntil = nowNanos;
        this.lastProgressAt = nowNanos;
        this.resyncAt = nowNanos + resyncAfter();
    }

    /// Events were missed until now: everything is due.
    void onStreamOpened(long nowNanos) {
        streamOpen = true;
        due.addAll(EnumSet.allOf(Listing.class));
        onChange(nowNanos);
    }

    /// Until it opens again, services are read at every poll.
    void onStreamLost() {
        streamOpen = false;
    }

    /// @param type of the object: `service`
    void onEvent(String type, long nowNanos) {
        switch (type) {
            case "service" -> due.add(Listing.SERVICES);
            case "node" -> due.add(Listing.NODES);
            // services name networks, and are read with the networks' ids
            case "network" -> due.addAll(EnumSet.of(Listing.NETWORKS, Listing.SERVICES));
            default -> {
                // secrets and configs: a stack is being deployed
            }
        }
        onChange(nowNanos);
    }

    long nextAt() {
        return nextAt;
    }

    /// What to read in a poll now; never empty.
    Set<Listing> due(long nowNanos) {
        if (nowNanos - resyncAt >= 0) {
            due.addAll(EnumSet.allOf(Listing.class));
        }
        if (!streamOpen) {
            due.add(Listing.SERVICES);
        }
        due.add(Listing.TASKS);
        return EnumSet.copyOf(due);
    }

    /// After a poll that succeeded.
    void onRead(PollResult result, long nowNanos) {
        if (due.size() == Listing.values().length) {
            resyncAt = nowNanos + resyncAfter();
        }
        due.clear();
        eventRestUntil = eventWaits ? nowNanos + settings.fast().toNanos() : nowNanos;
        eventWaits = false;
        restUntil = nowNanos + REST_PER_WORK * result.duration().toNanos();
        if (result.changed()) {
            lastProgressAt = nowNanos;
        }
        if (isOngoing(result, nowNanos)) {
            fastUntil = later(fastUntil, nowNanos + settings.burst().toNanos());
        }
        if (result.unknownServices()) {
            due.add(Listing.SERVICES);
        }
        boolean fast = nowNanos - fastUntil < 0;
        nextAt = later(nowNanos + (fast ? settings.fast() : settings.slow()).toNanos(), restUntil);
    }

    private boolean isOngoing(PollResult result, long nowNanos) {
        boolean stuck = nowNanos - lastProgressAt >= settings.stuck().toNanos();
        return result.changed() || (!stuck && (result.moving() || result.unknownServices()));
    }

    private void onChange(long nowNanos) {
        lastProgressAt = nowNanos;
        fastUntil = later(fastUntil, nowNanos + settings.burst().toNanos());
        if (eventWaits) {
            return;
        }
        eventWaits = true;
        long rested = later(restUntil, eventRestUntil);
        long debounced = later(nowNanos + settings.debounce().toNanos(), rested);
        nextAt = nextAt - debounced < 0 ? nextAt : debounced;
    }

    private long resyncAfter() {
        double factor = 1 - RESYNC_SPREAD / 2 + RESYNC_SPREAD * random.getAsDouble();
        return (long) (settings.resync().toNanos() * factor);
    }

    private static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }

    /// What a poll found.
    ///
    /// @param changed something differs from the poll before
    /// @param moving an update is under way, or a task is on its way to running
    /// @param unknownServices tasks were left out because their service was not known
    /// @param duration of the poll
    record PollResult(boolean changed, boolean moving, boolean unknownServices, Duration duration) {}
}
