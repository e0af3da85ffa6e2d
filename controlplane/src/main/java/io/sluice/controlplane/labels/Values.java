package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.text.NginxDuration;
import io.sluice.controlplane.text.SizeText;

/// Parsers that several labels share. Each takes the text of a value and throws [BadValue] for what it cannot read.
final class Values {

    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    /// The words that Go's `strconv.ParseBool` takes, no others.
    static final Map<String, Boolean> BOOLEANS = Map.ofEntries(
            Map.entry("1", true),
            Map.entry("t", true),
            Map.entry("T", true),
            Map.entry("TRUE", true),
            Map.entry("true", true),
            Map.entry("True", true),
            Map.entry("0", false),
            Map.entry("f", false),
            Map.entry("F", false),
            Map.entry("FALSE", false),
            Map.entry("false", false),
            Map.entry("False", false));

    private static final int MAX_INTEGER_DIGITS = 9;

    private Values() {}

    static boolean bool(String text) {
        Boolean value = BOOLEANS.get(text);
        if (value != null) {
            return value;
        }
        throw new BadValue(
                "invalid-boolean",
                Printable.quoted(text) + " is neither true nor false",
                "write 'true' or 'false', in quotes in YAML");
    }

    static int integer(String text, int min, int max) {
        if (isDecimal(text) && text.length() <= MAX_INTEGER_DIGITS) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new BadValue(
                "invalid-number",
                Printable.quoted(text) + " is not a whole number from " + min + " to " + max,
                "write digits alone, " + min + " to " + max);
    }

    static Duration duration(String text, Duration min, Duration max) {
        Duration value = duration(text);
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new BadValue(
                    "invalid-duration",
                    Printable.quoted(text) + " is not between " + shown(min) + " and " + shown(max),
                    "write a duration from " + shown(min) + " to " + shown(max));
        }
        return value;
    }

    static Duration duration(String text) {
        try {
            return NginxDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(
                    "invalid-duration",
                    Printable.quoted(text) + " is not a duration",
                    "write a number and a unit, as in '500ms', '10s', '1m30s' or '365d'");
        }
    }

    static long size(String text) {
        try {
            return SizeText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(
                    "invalid-size",
                    Printable.quoted(text) + " is not a size",
                    "write bytes, or a number and a unit, as in '512k', '1m' or '32MiB'");
        }
    }

    /// One of a few words, in any case, `-` as good as `_`.
    static <T> T word(String text, Map<String, T> words, String code) {
        T value = words.get(text.toLowerCase(Locale.ROOT).replace('-', '_'));
        if (value != null) {
            return value;
        }
        throw new BadValue(code, Printable.quoted(text) + " does not exist here", nearest(text, words.keySet()));
    }

    private static String nearest(String text, Collection<String> words) {
        return NearestName.hint(
                text,
                words,
                "write one of " + String.join(", ", words.stream().sorted().toList()));
    }

    /// `token` of RFC 9110, 5.6.2.
    static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(Values::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    static boolean isDecimal(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Printable and within ASCII, blanks included.
    static boolean isPlain(String text) {
        return text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
    }

    private static String shown(Duration duration) {
        if (duration.toMillisPart() != 0) {
            return duration.toMillis() + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds > 0 && seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    /// The name of a secret.
    static String secret(String text) {
        if (SECRET.matcher(text).matches()) {
            return text;
        }
        throw new BadValue(
                "invalid-secret",
                Printable.quoted(text) + " is not the name of a secret",
                "write the secret's name: letters, digits, '-', '_' and '.'");
    }
}
