package io.sluice.controlplane.health;

import java.time.Duration;

/// What one check of an endpoint found.
///
/// @param detail why it did not pass, fit to print; empty when it passed
/// @param took until the response head was complete, or until the check was given up
record CheckResult(Outcome outcome, String detail, Duration took) {

    static CheckResult passed(Duration took) {
        return new CheckResult(Outcome.PASSED, "", took);
    }

    boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /// Whether it says anything of the endpoint.
    boolean counts() {
        return outcome != Outcome.SKIPPED;
    }
}
