package io.sluice.controlplane.lint;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `1m30s`, as stack files and labels have it.
final class GoDuration {

    private static final Pattern PART = Pattern.compile("(\\d{1,9})(?:\\.\\d+)?(ms|us|h|m|s)");

    private GoDuration() {}

    /// Empty when it is none; fractions do not count.
    static Optional<Duration> parse(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find() && part.start() == end) {
            long count = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "h" -> Duration.ofHours(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "s" -> Duration.ofSeconds(count);
                        case "ms" -> Duration.ofMillis(count);
                        default -> Duration.ofNanos(count * 1_000);
                    });
            end = part.end();
        }
        return end == text.length() && end > 0 ? Optional.of(sum) : Optional.empty();
    }
}
