package io.sluice.controlplane.swarm;

import java.time.Duration;

/// How closely the swarm is watched. The engine tells of changed services, nodes and networks, never of tasks, and a
/// task has two seconds between leaving its desired state and its stop signal: `slow` has to be well below that.
///
/// @param fast between polls while something changes
/// @param slow between polls otherwise
/// @param burst how long after the last change polls stay fast
/// @param stuck after this time without progress an update or a task that does not start is no reason for fast polls
/// @param debounce from the first event to the poll, so that one poll serves many events
/// @param resync between full readings, varied by a fifth either way
/// @param retryFirst until the first try after a failure; doubles up to `retryMost`
/// @param retryMost for an engine across a network
/// @param retryMostLocal for an engine on this host
/// @param shrinkServices from this many routed services on, losing more than half is doubted
/// @param shrinkConfirm how long a doubted loss has to last before it is believed
public record WatchSettings(
        Duration fast,
        Duration slow,
        Duration burst,
        Duration stuck,
        Duration debounce,
        Duration resync,
        Duration retryFirst,
        Duration retryMost,
        Duration retryMostLocal,
        int shrinkServices,
        Duration shrinkConfirm) {

    public static final WatchSettings DEFAULT = new WatchSettings(
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(60),
            Duration.ofMillis(50),
            Duration.ofSeconds(30),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            10,
            Duration.ofSeconds(10));

    /// With full readings at least so often; polls are never farther apart than these.
    public WatchSettings withResync(Duration longest) {
        Duration poll = longest.compareTo(slow) < 0 ? longest : slow;
        Duration fastPoll = fast.compareTo(poll) < 0 ? fast : poll;
        return new WatchSettings(
                fastPoll,
                poll,
                burst,
                stuck,
                debounce,
                longest,
                retryFirst,
                retryMost,
                retryMostLocal,
                shrinkServices,
                shrinkConfirm);
    }

    public WatchSettings {
        if (!fast.isPositive() || fast.compareTo(slow) > 0 || slow.compareTo(resync) > 0) {
            throw new IllegalArgumentException("watch settings need 0 < fast <= slow <= resync");
        }
        if (!retryFirst.isPositive()
                || retryFirst.compareTo(retryMostLocal) > 0
                || retryFirst.compareTo(retryMost) > 0) {
            throw new IllegalArgumentException("watch settings need 0 < retryFirst <= retryMostLocal, retryMost");
        }
    }
}
