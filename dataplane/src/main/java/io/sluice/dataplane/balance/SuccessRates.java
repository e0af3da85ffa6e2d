package io.sluice.dataplane.balance;

import io.sluice.dataplane.loop.OnLoop;
import org.jspecify.annotations.Nullable;

/// Which endpoints of a cluster fail much more often than the others: an endpoint that answers one request in five with
/// a 500 never fails often in a row.
///
/// Source: Envoy, "Outlier detection", success rate.
@OnLoop
final class SuccessRates {

    /*
     * Over a window, each endpoint that had enough requests has a rate of success. Where enough endpoints have one, those
     * are left out whose rate is below the mean by more than so many standard deviations. With few errors overall the
     * deviation is tiny, and chance alone goes beyond it: so the rate must also be lower by a part of the whole.
     */
    static final long WINDOW_NANOS = 10_000_000_000L;
    static final int MIN_ENDPOINTS = 5;

    /// In one loop and window.
    static final int MIN_REQUESTS = 50;

    private static final double DEVIATIONS = 1.9;
    private static final double MIN_DISTANCE = 0.05;

    /// Is asked for what is known of each endpoint, by position; null: nothing.
    interface Known {
        @Nullable
        EndpointLoad at(int position);
    }

    private long endNanos;

    SuccessRates(long nowNanos) {
        endNanos = nowNanos + WINDOW_NANOS;
    }

    boolean isWindowOver(long nowNanos) {
        return nowNanos - endNanos >= 0;
    }

    /// The rate below which an endpoint is left out; 0: none is. Looks at all endpoints, once in a window.
    double limit(Known known, int endpoints) {
        int judged = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < endpoints; i++) {
            EndpointLoad load = known.at(i);
            if (load != null && load.windowRequests() >= MIN_REQUESTS) {
                double rate = load.windowSuccessRate();
                judged++;
                sum += rate;
                squares += rate * rate;
            }
        }
        if (judged < MIN_ENDPOINTS) {
            return 0;
        }
        double mean = sum / judged;
        double deviation = Math.sqrt(Math.max(0, squares / judged - mean * mean));
        return Math.min(mean - DEVIATIONS * deviation, mean - MIN_DISTANCE);
    }

    /// Begins the next window.
    void begin(Known known, int endpoints, long nowNanos) {
        endNanos = nowNanos + WINDOW_NANOS;
        for (int i = 0; i < endpoints; i++) {
            EndpointLoad load = known.at(i);
            if (load != null) {
                load.beginWindow();
            }
        }
    }
}
