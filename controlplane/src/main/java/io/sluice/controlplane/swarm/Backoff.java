package io.sluice.controlplane.swarm;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/// How long to wait before the next try: doubling, with up to a fifth taken off at random, so that many who lost the
/// same engine do not come back together. Owned by one thread.
public final class Backoff {
    private static final double JITTER = 0.2;

    private final Duration first;
    private final Duration most;
    private final DoubleSupplier random;
    private Duration next;

    /// @param random from 0 to 1
    public Backoff(Duration first, Duration most, DoubleSupplier random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.next = first;
    }

    public Duration next() {
        Duration wait = next;
        Duration doubled = wait.multipliedBy(2);
        next = doubled.compareTo(most) < 0 ? doubled : most;
        return Duration.ofNanos((long) (wait.toNanos() * (1 - JITTER * random.getAsDouble())));
    }

    public void reset() {
        next = first;
    }
}
