package io.sluice.perf.faults;

import java.io.IOException;

/// One scenario.
@FunctionalInterface
interface Fault {

    Result run(Stage stage) throws IOException, InterruptedException;

    /// @param figures what was measured, for people
    record Result(Verdict verdict, String figures) {

        static Result of(boolean passed, String figures) {
            return new Result(passed ? Verdict.PASS : Verdict.FAIL, figures);
        }

        static Result skipped(String why) {
            return new Result(Verdict.SKIP, why);
        }
    }

    enum Verdict {
        PASS,
        FAIL,
        SKIP
    }
}
