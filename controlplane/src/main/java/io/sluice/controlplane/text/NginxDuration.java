package io.sluice.controlplane.text;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as nginx and Go write them: `500ms`, `1m30s`, `2d`, the largest unit first; a number alone is seconds.
/// [DurationText] is the one for our own flags, where a forgotten unit is a mistake.
public final class NginxDuration {

    /// Nobody waits longer, and ten years fit into nanoseconds.
    public static final Duration MAX = Duration.ofDays(3650);

    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern UNITS = Pattern.compile("(?=\\d)((?<y>\\d{1,9})y)?((?<w>\\d{1,9})w)?((?<d>\\d{1,9})d)?"
            + "((?<h>\\d{1,9})h)?((?<m>\\d{1,9})m)?((?<s>\\d{1,9})s)?((?<ms>\\d{1,9})ms)?");

    private NginxDuration() {}

    /// Throws [IllegalArgumentException] for anything else.
    public static Duration parse(String text) {
        String trimmed = text.strip();
        if (SECONDS.matcher(trimmed).matches()) {
            return limited(text, Duration.ofSeconds(Long.parseLong(trimmed)));
        }
        Matcher units = UNITS.matcher(trimmed);
        if (!units.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no duration like 500ms, 10s or 2m");
        }
        return limited(
                text,
                Duration.ofDays(amount(units, "y") * 365 + amount(units, "w") * 7 + amount(units, "d"))
                        .plusHours(amount(units, "h"))
                        .plusMinutes(amount(units, "m"))
                        .plusSeconds(amount(units, "s"))
                        .plusMillis(amount(units, "ms")));
    }

    private static long amount(Matcher units, String unit) {
        String digits = units.group(unit);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static Duration limited(String text, Duration duration) {
        if (duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException("'" + text + "' is longer than ten years");
        }
        return duration;
    }
}
