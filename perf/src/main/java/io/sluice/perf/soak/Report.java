package io.sluice.perf.soak;

/// How a child says something to the soak: lines with a mark, as logs of libraries may go the same way.
final class Report {

    static final String MARK = "@soak ";
    static final String READY = "ready";
    static final String VALUE = "value";
    static final String PROBLEM = "problem";
    static final String DONE = "done";

    private Report() {}

    /// @param words of the reader's choice, none with a line break
    static void ready(String words) {
        line(READY + " " + words);
    }

    static void value(String name, long value) {
        line(VALUE + " " + name + " " + value);
    }

    /// Something that must not have been; line breaks become visible.
    static void problem(String text) {
        line(PROBLEM + " " + text.strip().replace("\n", " | "));
    }

    static void done() {
        line(DONE);
    }

    private static void line(String text) {
        System.out.println(MARK + text);
    }
}
