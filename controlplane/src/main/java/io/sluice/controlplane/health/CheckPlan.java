package io.sluice.controlplane.health;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

import io.sluice.controlplane.assemble.CheckTarget;

/// Which endpoint is checked when, and what is known of each. Owned by one thread. Time is given, in
/// nanoseconds from 0 on; the clock is only for what people are shown.
///
/// However many endpoints there are and however slow they answer, checks stay within the limits below; what is due
/// then waits, longest overdue first, and [#firstDueNanos] tells since when.
final class CheckPlan {

    /// Checks under way.
    static final int MAX_RUNNING = 256;

    /// Of those, for one service: one whose tasks all hang must not keep others from being checked.
    static final int MAX_RUNNING_PER_SERVICE = 32;

    /// Of those, for endpoints that are unhealthy already: many services that hang must not keep it from being noticed
    /// when others fall.
    static final int MAX_RUNNING_DOWN = 64;
    static final int MAX_RUNNING_DOWN_PER_SERVICE = 8;

    /// Checks begun within one [#WINDOW_NANOS].
    static final int MAX_STARTS = 50;

    static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /// What [#delayNanos] answers while nothing can be begun before a check ends or targets change.
    static final long IDLE = Long.MAX_VALUE;

    private final CheckPace pace;
    private final InstantSource clock;
    private final Map<Key, Watched> watched = new HashMap<>();
    private final NavigableSet<Watched> waiting = new TreeSet<>(Watched.BY_DUE);
    private final Map<String, Integer> runningByService = new HashMap<>();
    private int running;
    private int runningDown;
    private long windowEndNanos;
    private int startsInWindow;
    private long nextOrder;

    CheckPlan(CheckPace pace, InstantSource clock) {
        this.pace = pace;
        this.clock = clock;
    }

    /// One endpoint of one service; another service may check the same address in another way.
    record Key(String service, InetSocketAddress address) {

        static Key of(CheckTarget target) {
            return new Key(target.service(), target.address());
        }

        static Key of(EndpointHealth health) {
            return new Key(health.service(), health.address());
        }
    }

    /// A check that was begun.
    ///
    /// @param down the endpoint was unhealthy then
    record Check(Watched watched, CheckTarget target, boolean down) {}

    /// What is known of an endpoint before and after a check.
    record Change(EndpointHealth before, EndpointHealth after) {

        boolean ofVerdict() {
            return before.verdict() != after.verdict();
        }
    }

    /// Takes all targets. New ones are due at once, and so is an address that another endpoint has now. Those that
    /// stay keep what is known of them, and are due at once when they are to be checked in another way. Others are
    /// forgotten.
    ///
    /// @return whether a verdict that somebody may have read is void, because an address changed hands
    boolean watch(List<CheckTarget> targets, long nowNanos) {
        Set<Key> wanted = new HashSet<>();
        boolean changedHands = false;
        for (CheckTarget target : targets) {
            Key key = Key.of(target);
            if (wanted.add(key)) {
                changedHands |= watch(key, target, nowNanos);
            }
        }
        watched.forEach((key, known) -> {
            if (!wanted.contains(key)) {
                forget(known);
            }
        });
        watched.keySet().retainAll(wanted);
        return changedHands;
    }

    private boolean watch(Key key, CheckTarget target, long nowNanos) {
        Watched known = watched.get(key);
        if (known != null && known.target.endpoint().equals(target.endpoint())) {
            retarget(known, target, nowNanos);
            return false;
        }
        if (known != null) {
            forget(known);
        }
        Watched added = new Watched(target, EndpointHealth.unknown(target, clock.instant()), nextOrder++);
        watched.put(key, added);
        await(added, nowNanos);
        return known != null;
    }

    private void retarget(Watched known, CheckTarget target, long nowNanos) {
        if (known.target.equals(target)) {
            return;
        }
        known.target = target;
        if (waiting.remove(known)) {
            await(known, nowNanos);
        }
    }

    private void forget(Watched known) {
        waiting.remove(known);
        known.gone = true;
    }

    /// Begins what is due, within the limits. Each must be ended with [#finish].
    List<Check> start(long nowNanos) {
        if (nowNanos - windowEndNanos >= 0) {
            windowEndNanos = nowNanos + WINDOW_NANOS;
            startsInWindow = 0;
        }
        List<Check> started = new ArrayList<>();
        Iterator<Watched> byDue = waiting.iterator();
        while (byDue.hasNext() && running < MAX_RUNNING && startsInWindow < MAX_STARTS) {
            Watched next = byDue.next();
            if (next.dueNanos - nowNanos > 0) {
                break;
            }
            if (hasRoom(next)) {
                byDue.remove();
                startsInWindow++;
                Check check = new Check(next, next.target, next.isDown());
                count(check, 1);
                started.add(check);
            }
        }
        return started;
    }

    /// @return empty when the result says nothing: nobody asks for that check any more
    Optional<Change> finish(Check check, CheckResult result, long nowNanos) {
        count(check, -1);
        Watched asked = check.watched();
        if (asked.gone) {
            return Optional.empty();
        }
        if (!asked.target.equals(check.target())) {
            await(asked, nowNanos);
            return Optional.empty();
        }
        EndpointHealth before = asked.health;
        asked.health = before.after(result, clock.instant());
        await(asked, nowNanos + pace.waitNanos(asked.target.check(), asked.health));
        return Optional.of(new Change(before, asked.health));
    }

    /// Until something can be begun; 0: now.
    long delayNanos(long nowNanos) {
        if (running >= MAX_RUNNING) {
            return IDLE;
        }
        for (Watched next : waiting) {
            if (hasRoom(next)) {
                long due = Math.max(0, next.dueNanos - nowNanos);
                return startsInWindow < MAX_STARTS ? due : Math.max(due, windowEndNanos - nowNanos);
            }
        }
        return IDLE;
    }

    /// When the first of those that wait is due, or was; [#IDLE] when none waits.
    long firstDueNanos() {
        return waiting.isEmpty() ? IDLE : waiting.first().dueNanos;
    }

    int runningCount() {
        return running;
    }

    /// In no order.
    List<EndpointHealth> endpoints() {
        return watched.values().stream().map(one -> one.health).toList();
    }

    private boolean hasRoom(Watched next) {
        int ofService = runningByService.getOrDefault(next.target.service(), 0);
        return next.isDown()
                ? runningDown < MAX_RUNNING_DOWN && ofService < MAX_RUNNING_DOWN_PER_SERVICE
                : ofService < MAX_RUNNING_PER_SERVICE;
    }

    private void count(Check check, int change) {
        running += change;
        runningDown += check.down() ? change : 0;
        int ofService = runningByService.merge(check.target().service(), change, Integer::sum);
        if (ofService == 0) {
            runningByService.remove(check.target().service());
        }
    }

    private void await(Watched next, long dueNanos) {
        next.dueNanos = dueNanos;
        waiting.add(next);
    }

    /// One endpoint under watch; it is in `waiting`, or its check is under way.
    static final class Watched {

        private static final Comparator<Watched> BY_DUE =
                Comparator.<Watched>comparingLong(one -> one.dueNanos).thenComparingLong(one -> one.order);

        private final long order;
        private CheckTarget target;
        private EndpointHealth health;
        private long dueNanos; // changes only while it is not in `waiting`
        private boolean gone;

        private Watched(CheckTarget target, EndpointHealth health, long order) {
            this.target = target;
            this.health = health;
            this.order = order;
        }

        private boolean isDown() {
            return health.verdict() == EndpointHealth.Verdict.UNHEALTHY;
        }
    }
}
