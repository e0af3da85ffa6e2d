package io.sluice.dataplane.model;

import java.util.Locale;
import java.util.Optional;

/// A host name as routing compares it: lower-case letters, digits, hyphens and underscores in labels of at most 63
/// characters, at most 253 in all (RFC 1123, 2.1), or an IPv4 address; no port, no trailing dot.
public record HostName(String value) implements Comparable<HostName> {

    public static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL_LENGTH = 63;

    public HostName {
        problem(value).ifPresent(problem -> {
            throw new IllegalArgumentException("host '" + value + "': " + problem);
        });
    }

    /// Lower-cases and drops one trailing dot; throws [IllegalArgumentException] for what cannot be a host name.
    public static HostName of(String text) {
        return new HostName(normalized(text));
    }

    /// Says why [#of] would refuse the text; empty when it would not.
    public static Optional<String> problemOf(String text) {
        return problem(normalized(text));
    }

    private static String normalized(String text) {
        // Beyond ASCII some capitals have small ASCII letters (the Kelvin sign): such names are refused, not changed.
        boolean isAscii = text.chars().allMatch(c -> c < 0x80);
        String lower = isAscii ? text.toLowerCase(Locale.ROOT) : text;
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Optional<String> problem(String value) {
        if (value.isEmpty()) {
            return Optional.of("is empty");
        }
        if (value.length() > MAX_LENGTH) {
            return Optional.of("is longer than " + MAX_LENGTH + " characters");
        }
        for (String label : value.split("\\.", -1)) {
            Optional<String> problem = labelProblem(label);
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> labelProblem(String label) {
        if (label.isEmpty()) {
            return Optional.of("has an empty part between dots");
        }
        if (label.length() > MAX_LABEL_LENGTH) {
            return Optional.of("has a part longer than " + MAX_LABEL_LENGTH + " characters");
        }
        if (label.startsWith("-") || label.endsWith("-")) {
            return Optional.of("has a part that starts or ends with '-'");
        }
        return label.chars()
                .filter(c -> !isAllowed(c))
                .mapToObj(c ->
                        "has the character '" + printable(c) + "', only letters, digits, '-', '_' and '.' are allowed")
                .findFirst();
    }

    private static boolean isAllowed(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private static String printable(int c) {
        return c > ' ' && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c);
    }

    @Override
    public int compareTo(HostName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
