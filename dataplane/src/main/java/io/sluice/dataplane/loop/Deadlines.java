package io.sluice.dataplane.loop;

import org.jspecify.annotations.Nullable;

/// All time-outs of one loop.
@OnLoop
@SuppressWarnings("ReferenceEquality") // a list of identities
public final class Deadlines {

    /*
     * A hashed timing wheel (Varghese and Lauck, 1987) with lazy moves: an entry stays in the slot it was first linked
     * to, and is linked anew only when the wheel reaches it and its time has moved on. A time that moves earlier is
     * linked at once. Times beyond the wheel wait in its farthest slot.
     */
    private static final System.Logger LOG = System.getLogger(Deadlines.class.getName());
    private static final int TICK_SHIFT = 26; // 67 ms
    private static final int SLOTS = 1024; // 68 s

    private final Slot[] slots = new Slot[SLOTS];
    private final long originNanos;
    private long currentTick;

    public static final long TICK_NANOS = 1L << TICK_SHIFT;

    public Deadlines(long nowNanos) {
        originNanos = nowNanos;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Slot();
        }
    }

    /// Sets or moves the time. Never earlier than the next tick.
    public void arm(Deadline deadline, long atNanos) {
        deadline.atNanos = atNanos;
        long tick = tickOf(atNanos);
        if (deadline.linked) {
            if (deadline.linkedTick <= tick) {
                return;
            }
            unlink(deadline);
        }
        link(deadline, tick);
    }

    /// The deadline will not fire until armed again.
    public void disarm(Deadline deadline) {
        deadline.atNanos = Deadline.NEVER;
    }

    /// As [#disarm], and forgets the object: its owner is closed.
    public void remove(Deadline deadline) {
        disarm(deadline);
        if (deadline.linked) {
            unlink(deadline);
        }
    }

    /// Fires what is due. Called about once a tick.
    public void advance(long nowNanos) {
        long target = (nowNanos - originNanos) >> TICK_SHIFT;
        while (currentTick < target) {
            currentTick++;
            visit(slots[(int) (currentTick & (SLOTS - 1))], nowNanos);
        }
    }

    private void visit(Slot slot, long nowNanos) {
        Deadline deadline = slot.takeAll();
        while (deadline != null) {
            Deadline following = deadline.next;
            deadline.linked = false;
            deadline.previous = null;
            deadline.next = null;
            if (following != null) {
                following.previous = null;
            }
            slot.pending = following;
            visit(deadline, nowNanos);
            deadline = slot.pending;
        }
    }

    private void visit(Deadline deadline, long nowNanos) {
        if (deadline.atNanos == Deadline.NEVER) {
            return;
        }
        if (deadline.atNanos - nowNanos > 0) {
            link(deadline, tickOf(deadline.atNanos));
            return;
        }
        deadline.atNanos = Deadline.NEVER;
        fire(deadline, nowNanos);
    }

    /// One owner's broken invariant must not take the time-outs of all others with it.
    private static void fire(Deadline deadline, long nowNanos) {
        try {
            deadline.onDeadline(nowNanos);
        } catch (RuntimeException | AssertionError e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "a time-out failed: " + deadline.getClass().getName(),
                    e);
        }
    }

    private long tickOf(long atNanos) {
        return ((atNanos - originNanos) >> TICK_SHIFT) + 1;
    }

    private void link(Deadline deadline, long tick) {
        long reachable = Math.clamp(tick, currentTick + 1, currentTick + SLOTS - 1);
        Slot slot = slots[(int) (reachable & (SLOTS - 1))];
        deadline.linkedTick = reachable;
        deadline.linked = true;
        deadline.previous = null;
        deadline.next = slot.first;
        if (slot.first != null) {
            slot.first.previous = deadline;
        }
        slot.first = deadline;
    }

    private void unlink(Deadline deadline) {
        Slot slot = slots[(int) (deadline.linkedTick & (SLOTS - 1))];
        if (slot.first == deadline) {
            slot.first = deadline.next;
        } else if (slot.pending == deadline) {
            slot.pending = deadline.next;
        }
        if (deadline.previous != null) {
            deadline.previous.next = deadline.next;
        }
        if (deadline.next != null) {
            deadline.next.previous = deadline.previous;
        }
        deadline.linked = false;
        deadline.previous = null;
        deadline.next = null;
    }

    /// A list of deadlines; `pending` are those still to visit while the wheel is in this slot.
    private static final class Slot {

        @Nullable
        Deadline first;

        @Nullable
        Deadline pending;

        @Nullable
        Deadline takeAll() {
            Deadline all = first;
            first = null;
            pending = all;
            return all;
        }
    }
}
