package io.sluice.controlplane.labels;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.sluice.controlplane.config.Printable;

/// Paths in the one form that the data plane matches: absolute, percent-encoded unreserved characters decoded (RFC
/// 3986, 6.2.2.2), no dot segments, no encoded separators. What could never match a request is refused.
final class PathText {

    static final int MAX_BYTES = 1024;
    private static final String CODE = "invalid-path";
    private static final String UNRESERVED_MARKS = "-._~";
    /// `sub-delims`, `:`, `@` and `/` (RFC 3986, 3.3).
    private static final String OTHERS = "!$&'()*+,;=:@/";

    private PathText() {}

    /// A prefix: without the slash at its end, but for `/` itself.
    ///
    /// @throws BadValue for anything else
    static String prefix(String text) {
        String path = normalize(text);
        if (path.contains("//")) {
            throw bad(text, "has an empty segment", "write one '/' between segments");
        }
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// @throws BadValue for anything else
    static String normalize(String text) {
        if (!text.startsWith("/")) {
            throw bad(text, "does not start with '/'", "write an absolute path, as in '/app'");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw bad(text, "is longer than " + MAX_BYTES + " bytes", "shorten the path");
        }
        String path = decode(text);
        if (List.of(path.split("/")).stream().anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
            throw bad(text, "has a segment '.' or '..'", "write the path that it leads to");
        }
        return path;
    }

    /// A path, and maybe a query, which stays as it is.
    ///
    /// @throws BadValue for anything else
    static String withQuery(String text) {
        int end = indexOfAny(text, "?#");
        return normalize(text.substring(0, end)) + query(text.substring(end));
    }

    /// @param text begins with `?`, or is empty
    /// @throws BadValue for anything else
    static String query(String text) {
        if (text.contains("#")) {
            throw new BadValue(CODE, Printable.quoted(text) + " has a fragment", "leave out the '#' and what follows");
        }
        boolean isClean = text.chars().allMatch(c -> c > ' ' && c < 0x7f && "\"<>\\^`{|}".indexOf(c) < 0);
        if (!isClean) {
            throw new BadValue(
                    CODE,
                    "the query " + Printable.quoted(text) + " has a character that no URL has",
                    "write it percent-encoded");
        }
        return text;
    }

    /// Of the first of the characters; the length when there is none.
    static int indexOfAny(String text, String characters) {
        int i = 0;
        while (i < text.length() && characters.indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static String decode(String text) {
        StringBuilder path = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '%') {
                appendEscape(text, i, path);
                i += 3;
                continue;
            }
            if (!isUnreserved(c) && OTHERS.indexOf(c) < 0) {
                throw bad(text, "has a character that no path has", remedy(c));
            }
            path.append(c);
            i++;
        }
        return path.toString();
    }

    private static void appendEscape(String text, int percent, StringBuilder path) {
        int high = percent + 2 < text.length() ? hex(text.charAt(percent + 1)) : -1;
        int low = percent + 2 < text.length() ? hex(text.charAt(percent + 2)) : -1;
        if (high < 0 || low < 0) {
            throw bad(text, "has a '%' without two hexadecimal digits", "write '%25' for '%' itself");
        }
        int value = high << 4 | low;
        if (value == '/' || value == '\\' || value == 0) {
            throw bad(text, "has an encoded separator or NUL", "requests for such paths are refused; leave it out");
        }
        if (isUnreserved(value)) {
            path.append((char) value);
        } else {
            path.append(text, percent, percent + 3);
        }
    }

    private static String remedy(char c) {
        return switch (c) {
            case '?', '#' -> "write the path alone, without query and fragment";
            case ' ' -> "separate paths by commas, or write '%20' for a blank";
            case '\\' -> "write '/'";
            default -> "write it percent-encoded, as in '%C3%BC' for 'ü'";
        };
    }

    private static int hex(char c) {
        // Beyond ASCII there are other digits, which no URL has.
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || UNRESERVED_MARKS.indexOf(c) >= 0;
    }

    private static BadValue bad(String text, String problem, String remedy) {
        return new BadValue(CODE, "path " + Printable.quoted(text) + " " + problem, remedy);
    }
}
