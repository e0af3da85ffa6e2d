package io.sluice.dataplane.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A second, naive reading of RFC 9112 by regular expressions, to judge the scanners and writers by. Reads one head and
/// nothing else; empty when any line is not exactly of the grammar.
final class StrictParser {

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/1\\.([01])");
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.([01]) ([1-5][0-9]{2} [\\t\\x20-\\x7e\\x80-\\xff]*)");
    private static final Pattern FIELD = Pattern.compile(
            "(" + TOKEN + "):[ \\t]*((?:[!-~\\x80-\\xff](?:[\\t\\x20-\\x7e\\x80-\\xff]*[!-~\\x80-\\xff])?)?)[ \\t]*");

    private StrictParser() {}

    /// @param start the first line's parts, without the version's name
    /// @param fields `lower-case-name=value`
    record Message(List<String> start, List<String> fields) {

        List<String> values(String name) {
            return fields.stream()
                    .filter(field -> field.startsWith(name + "="))
                    .map(field -> field.substring(name.length() + 1))
                    .toList();
        }
    }

    static Optional<Message> request(String head) {
        return parse(head, REQUEST_LINE);
    }

    static Optional<Message> response(String head) {
        return parse(head, STATUS_LINE);
    }

    private static Optional<Message> parse(String head, Pattern startLine) {
        if (!head.endsWith("\r\n\r\n")) {
            return Optional.empty();
        }
        String[] lines = head.substring(0, head.length() - 4).split("\r\n", -1);
        Matcher start = startLine.matcher(lines[0]);
        if (!start.matches()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= start.groupCount(); i++) {
            parts.add(start.group(i));
        }
        List<String> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            Matcher field = FIELD.matcher(lines[i]);
            if (!field.matches()) {
                return Optional.empty();
            }
            fields.add(field.group(1).toLowerCase(Locale.ROOT) + "=" + field.group(2));
        }
        return Optional.of(new Message(parts, fields));
    }
}
