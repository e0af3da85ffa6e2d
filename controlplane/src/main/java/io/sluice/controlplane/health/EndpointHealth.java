package io.sluice.controlplane.health;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import io.sluice.controlplane.assemble.CheckTarget;

/// What active checks say of one endpoint of a service.
///
/// @param endpoint its name: `web.2`
/// @param since when the verdict became what it is
/// @param failedInRow checks up to the last one; 0 when that one passed
/// @param error of the last check, fit to print; empty when it passed or none was made
/// @param took the last check that counted; zero before it
/// @param lastPassed empty: never, since it is watched
public record EndpointHealth(
        String service,
        String endpoint,
        InetSocketAddress address,
        Verdict verdict,
        Instant since,
        int failedInRow,
        String error,
        Duration took,
        Optional<Instant> lastPassed) {

    /// Failures in a row that make a healthy endpoint unhealthy.
    public static final int FALL = 2;

    public enum Verdict {
        /// New, and no check has passed yet. It is not healthy: a task that runs may still be starting.
        PENDING,
        HEALTHY,
        UNHEALTHY
    }

    static EndpointHealth unknown(CheckTarget target, Instant now) {
        return new EndpointHealth(
                target.service(),
                target.endpoint(),
                target.address(),
                Verdict.PENDING,
                now,
                0,
                "",
                Duration.ZERO,
                Optional.empty());
    }

    /// One success is enough to be healthy again: what answers as it should can serve.
    EndpointHealth after(CheckResult result, Instant now) {
        if (!result.counts()) {
            return with(result.detail());
        }
        int failed = result.passed() ? 0 : failedInRow + 1;
        Verdict next = verdictAfter(failed);
        return new EndpointHealth(
                service,
                endpoint,
                address,
                next,
                next == verdict ? since : now,
                failed,
                result.detail(),
                result.took(),
                result.passed() ? Optional.of(now) : lastPassed);
    }

    private EndpointHealth with(String lastError) {
        return new EndpointHealth(service, endpoint, address, verdict, since, failedInRow, lastError, took, lastPassed);
    }

    private Verdict verdictAfter(int failed) {
        if (failed == 0) {
            return Verdict.HEALTHY;
        }
        return failed >= FALL ? Verdict.UNHEALTHY : verdict;
    }
}
