package io.sluice.controlplane.text;

/// Labels and service names are written by strangers: on a terminal and in a log, a control character must not forge a
/// line, move the cursor or turn the direction of writing.
public final class SafeText {

    private SafeText() {}

    /// The text with every control, format and line-separating character as `\\uXXXX`.
    public static String oneLine(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(safe, c));
        return safe.toString();
    }

    private static void append(StringBuilder safe, int c) {
        switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> safe.append(String.format("\\u%04x", c));
            default -> safe.appendCodePoint(c);
        }
    }
}
