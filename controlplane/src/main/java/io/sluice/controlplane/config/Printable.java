package io.sluice.controlplane.config;

/// Text that others wrote, made fit for a line of a log or a terminal: what does not print is escaped, so that it can
/// neither forge a line nor drive a terminal, and long text is cut.
public final class Printable {

    private static final int MAX_LENGTH = 120;

    private Printable() {}

    /// Without quotes: for names.
    public static String escaped(String text) {
        StringBuilder printable = new StringBuilder(Math.min(text.length(), MAX_LENGTH) + 2);
        int index = 0;
        while (index < text.length() && printable.length() < MAX_LENGTH) {
            int codePoint = text.codePointAt(index);
            appendEscaped(printable, codePoint);
            index += Character.charCount(codePoint);
        }
        return index < text.length() ? printable.append('…').toString() : printable.toString();
    }

    /// In quotes: for values.
    public static String quoted(String text) {
        return "'" + escaped(text) + "'";
    }

    /// Whether the text holds a character that no name, number or path has: ISO controls and Unicode's line ends.
    public static boolean hasControl(String text) {
        return text.chars().anyMatch(Printable::isControl);
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static void appendEscaped(StringBuilder printable, int codePoint) {
        switch (codePoint) {
            case '\n' -> printable.append("\\n");
            case '\r' -> printable.append("\\r");
            case '\t' -> printable.append("\\t");
            default -> {
                if (prints(codePoint)) {
                    printable.appendCodePoint(codePoint);
                } else {
                    printable.append(String.format("\\u%04x", codePoint));
                }
            }
        }
    }

    /// Format characters turn text around on screen; a lone surrogate cannot be encoded.
    private static boolean prints(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
