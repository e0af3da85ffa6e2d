package io.sluice.controlplane.demo;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the stack's database would hold: one number that all tasks of `app` share.
final class HitCounter {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long total;
    private boolean closed;

    long hit() {
        lock.lock();
        try {
            total++;
            changed.signalAll();
            return total;
        } finally {
            lock.unlock();
        }
    }

    long total() {
        lock.lock();
        try {
            return total;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the total is not the known one; answers it after the time in any case, and at once when closed.
    long awaitOther(long known, long timeoutMillis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (total == known && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return total;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
