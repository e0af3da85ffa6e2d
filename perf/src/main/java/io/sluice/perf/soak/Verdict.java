package io.sluice.perf.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The table of a soak and what in it must be so.
final class Verdict {

    private static final long MEGABYTE = 1 << 20;
    private static final long MAX_DIRECT_BYTES = 256 * MEGABYTE;
    private static final long MAX_DIRECT_GROWTH_BYTES = 16 * MEGABYTE;
    private static final long MAX_HEAP_GROWTH_BYTES = 32 * MEGABYTE;

    private final Map<String, Long> values;
    private final List<String> broken = new ArrayList<>();

    Verdict(Map<String, Long> values) {
        this.values = values;
    }

    /// What was broken; empty is good.
    List<String> print() {
        System.out.println();
        row("requests", value("requests"), "");
        row("verified", value("verified"), value("verified-bytes") / MEGABYTE + " MB of bodies and frames");
        must(value("verified") > 0, "verified", "nothing was");
        zero("lost", "requests");
        row("aborted by clients", value("aborted"), "seen by the proxy: " + value("client-aborts"));
        must(value("aborted") > 0, "aborted by clients", "none was");
        row("publications", value("publications"), "");
        row("back-pressure pauses", value("pauses"), "retries " + value("retries") + ", reuses " + value("reuses"));
        must(value("pauses") > 0, "back-pressure pauses", "nothing was ever slow");
        zero("leaks", "reports");
        must(value("canary") == 1, "leak detection", "did not find the buffer that was leaked on purpose");
        zero("connections", "open at the end");
        zero("tunnels", "open at the end");
        zero("in-flight", "requests at the end");
        zero("exceptions", "in the proxy's log");
        must(value("drained") == 1, "drain", "something had to be cut off");
        printMemory();
        values.forEach((name, count) -> {
            if (name.startsWith("failure-")) {
                row("responses of our own", count, name.substring("failure-".length()));
            }
        });
        return broken;
    }

    private void printMemory() {
        row(
                "direct memory, MB",
                value("direct-max") / MEGABYTE,
                String.format(
                        Locale.ROOT,
                        "max; min %d, last %d, grown after the middle by %d",
                        value("direct-min") / MEGABYTE,
                        value("direct-last") / MEGABYTE,
                        value("direct-growth") / MEGABYTE));
        must(value("direct-max") > 0, "direct memory", "was not measured");
        must(
                value("direct-max") <= MAX_DIRECT_BYTES,
                "direct memory",
                "exceeds " + MAX_DIRECT_BYTES / MEGABYTE + " MB");
        must(value("direct-growth") <= MAX_DIRECT_GROWTH_BYTES, "direct memory", "grows");
        row("heap after GC, MB", value("heap-end") / MEGABYTE, "when warm: " + value("heap-warm") / MEGABYTE);
        must(value("heap-end") - value("heap-warm") <= MAX_HEAP_GROWTH_BYTES, "heap after GC", "grows");
    }

    private void zero(String name, String what) {
        row(name, value(name), what);
        must(value(name) == 0, name, value(name) + " " + what);
    }

    private void row(String what, long count, String remark) {
        System.out.printf(Locale.ROOT, "%-22s %12d  %s%n", what, count, remark);
    }

    private void must(boolean kept, String what, String problem) {
        if (!kept) {
            broken.add(what + ": " + problem);
        }
    }

    private long value(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new SoakException("nobody reported '" + name + "'");
        }
        return value;
    }
}
