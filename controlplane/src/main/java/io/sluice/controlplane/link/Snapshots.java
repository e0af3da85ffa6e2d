package io.sluice.controlplane.link;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/// The latest snapshot, and those before it that a proxy may still have. Any thread.
final class Snapshots {

    /// So many changes a proxy may be behind and still be sent what changed.
    static final int REMEMBERED = 16;

    private final Deque<Pieces> recent = new ArrayDeque<>(); // guarded by this, newest first

    synchronized void publish(Pieces next) {
        if (!recent.isEmpty() && recent.getFirst().id().equals(next.id())) {
            return;
        }
        recent.addFirst(next);
        if (recent.size() > REMEMBERED) {
            recent.removeLast();
        }
        notifyAll();
    }

    synchronized Optional<Pieces> latest() {
        return Optional.ofNullable(recent.peekFirst());
    }

    /// Waits for another snapshot than that; empty when there is none in time.
    synchronized Optional<Pieces> awaitOther(String id, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (recent.isEmpty() || recent.getFirst().id().equals(id)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return Optional.empty();
            }
            wait(left);
        }
        return Optional.of(recent.getFirst());
    }

    /// What brings who has the id to the latest snapshot.
    synchronized Message messageTo(String id, Pieces latest) {
        @Nullable
        Pieces base = recent.stream()
                .filter(pieces -> pieces.id().equals(id))
                .findFirst()
                .orElse(null);
        return base == null ? new Message.Full(latest.bytes()) : new Message.Change(base.deltaTo(latest));
    }
}
