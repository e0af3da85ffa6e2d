package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.RequestHead;

/// Whether a request that failed before its response may be sent again.
enum RetryDecision {
    GIVE_UP,
    OTHER_ENDPOINT,
    NEW_CONNECTION;

    /// @param attempts made so far, this one included
    /// @param wasReused the connection had served a request before
    static RetryDecision of(Failure failure, RequestHead head, int attempts, int maxAttempts, boolean wasReused) {
        if (attempts >= maxAttempts) {
            return GIVE_UP;
        }
        return switch (failure.retry()) {
            case NEVER -> GIVE_UP;
            case OTHER_ENDPOINT -> OTHER_ENDPOINT;
            case IF_REUSED -> wasReused && head.method().isIdempotent() && !head.hasBody() ? NEW_CONNECTION : GIVE_UP;
        };
    }
}
