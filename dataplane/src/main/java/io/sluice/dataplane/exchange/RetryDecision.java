package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.snapshot.RetryRules;

/// Whether a request that failed before its response may be sent again.
enum RetryDecision {
    GIVE_UP,
    OTHER_ENDPOINT,
    NEW_CONNECTION;

    /// @param attempts made so far, this one included, without one on a stale connection
    /// @param wasReused the connection had served a request before
    static RetryDecision of(Failure failure, RequestHead head, int attempts, RetryRules rules, boolean wasReused) {
        if (attempts > rules.retries()) {
            return GIVE_UP;
        }
        return switch (failure.retry()) {
            case NEVER -> GIVE_UP;
            case OTHER_ENDPOINT -> OTHER_ENDPOINT;
            case IF_COMPLETE -> head.hasBody() ? GIVE_UP : NEW_CONNECTION;
            case IF_CLOSED -> isRepeatable(head) ? afterClose(rules, wasReused) : GIVE_UP;
            case IF_SLOW -> isRepeatable(head) && rules.onTimeout() ? OTHER_ENDPOINT : GIVE_UP;
        };
    }

    private static RetryDecision afterClose(RetryRules rules, boolean wasReused) {
        if (wasReused) {
            return NEW_CONNECTION;
        }
        return rules.onReset() ? OTHER_ENDPOINT : GIVE_UP;
    }

    /// Harmless when an endpoint has processed it already, and still complete here.
    static boolean isRepeatable(RequestHead head) {
        return head.method().isIdempotent() && !head.hasBody();
    }
}
