package io.sluice.dataplane.model;

import java.util.Set;

/// When a request is sent again, to another endpoint. Whatever is said here, a request that an endpoint may
/// have processed is not sent again unless it is idempotent and its body has not left.
///
/// @param retries after the first attempt, 0 to 10
/// @param on reasons beside a failed connect and a reused connection that closed
/// @param statuses of responses that count as a failure, 500 to 599
public record RetryPolicy(int retries, Set<Reason> on, Set<Integer> statuses) {

    public static final int MAX_RETRIES = 10;

    public static final RetryPolicy DEFAULT = new RetryPolicy(2, Set.of(Reason.CONNECT, Reason.RESET), Set.of());

    public RetryPolicy {
        on = Set.copyOf(on);
        statuses = Set.copyOf(statuses);
        if (retries < 0 || retries > MAX_RETRIES) {
            throw new IllegalArgumentException("retries must be 0 to " + MAX_RETRIES + ": " + retries);
        }
    }

    public enum Reason {
        /// No connection could be made.
        CONNECT,
        /// The connection broke before a response.
        RESET,
        /// No response in time.
        TIMEOUT
    }
}
