package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.RetryPolicy.Reason;

/// A [RetryPolicy] in the form that a request asks it in.
public final class RetryRules {

    private static final int FIRST_STATUS = 500;
    private static final int STATUSES = 100;

    private final int retries;
    private final boolean onReset;
    private final boolean onTimeout;
    private final boolean[] statuses; // from FIRST_STATUS on; empty: none

    public RetryRules(RetryPolicy policy) {
        retries = policy.retries();
        onReset = policy.on().contains(Reason.RESET);
        onTimeout = policy.on().contains(Reason.TIMEOUT);
        statuses = new boolean[policy.statuses().isEmpty() ? 0 : STATUSES];
        policy.statuses().forEach(status -> statuses[status - FIRST_STATUS] = true);
    }

    public int retries() {
        return retries;
    }

    public boolean onReset() {
        return onReset;
    }

    public boolean onTimeout() {
        return onTimeout;
    }

    /// A response of that status is a failure of its endpoint.
    public boolean isFailure(int status) {
        return statuses.length > 0 && status >= FIRST_STATUS && statuses[status - FIRST_STATUS];
    }
}
