package io.sluice.perf.soak;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// What the clients did and got, counted by any number of threads. A request that was begun and not verified is lost.
final class Tally {

    private static final int MAX_PROBLEMS = 20;

    private final LongAdder begun = new LongAdder();
    private final LongAdder verified = new LongAdder();
    private final LongAdder verifiedBytes = new LongAdder();
    private final LongAdder aborted = new LongAdder();
    private final LongAdder failedAborts = new LongAdder();
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();

    void begin() {
        begun.increment();
    }

    /// The response to a request is whole and right.
    void verified(long bytes) {
        verified.increment();
        verifiedBytes.add(bytes);
    }

    /// The client ended a request in the middle, as it meant to.
    void aborted() {
        aborted.increment();
    }

    void problem(String client, Exception cause) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(client + ": " + cause);
        }
    }

    /// Something went wrong before an aborting client came to its abort.
    void failedAbort() {
        failedAborts.increment();
    }

    void report() {
        Report.value("requests", begun.sum());
        Report.value("verified", verified.sum());
        Report.value("verified-bytes", verifiedBytes.sum());
        Report.value("lost", begun.sum() - verified.sum() + failedAborts.sum());
        Report.value("aborted", aborted.sum());
        problems.forEach(Report::problem);
    }
}
