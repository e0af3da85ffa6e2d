package io.sluice.controlplane.docker;

import com.fasterxml.jackson.core.JacksonException;

/// Text of exceptions for one line of a log or a status page.
final class Causes {
    private static final int LONGEST = 300;

    private Causes() {}

    /// The innermost cause in words.
    static String text(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root instanceof JacksonException json ? json.getOriginalMessage() : root.getMessage();
        String name = root.getClass().getSimpleName();
        return message == null || message.isBlank() ? name : oneLine(message);
    }

    /// What an engine or a stranger on its port wrote: no control characters, not endless.
    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
