package io.sluice.dataplane.loop;

import org.jspecify.annotations.Nullable;

/// One thing that must happen by a time, owned by one loop; moved and fired by [Deadlines].
///
/// Moving a deadline later, the usual case on a busy connection, is one store: the wheel looks again when it comes by.
@OnLoop
public abstract class Deadline {

    static final long NEVER = Long.MAX_VALUE;

    long atNanos = NEVER;
    long linkedTick;
    boolean linked;

    @Nullable
    Deadline previous;

    @Nullable
    Deadline next;

    /// Runs once, at most one tick late; may arm itself again.
    protected abstract void onDeadline(long nowNanos);
}
