package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.Printable;

/// The labels of active checks, which `health_path` turns on.
final class HealthLabels {

    private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
    /// A checker must not be a load.
    private static final Duration MIN_INTERVAL = Duration.ofSeconds(1);
    private static final Duration MAX_INTERVAL = Duration.ofHours(1);
    private static final Duration MIN_TIMEOUT = Duration.ofMillis(10);
    /// A check that waits takes a place of which there are few.
    private static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);
    private static final Pattern STATUSES = Pattern.compile("(?<low>\\d{3})( ?- ?(?<high>\\d{3}))?");

    private final LabelReader labels;

    HealthLabels(LabelReader labels) {
        this.labels = labels;
    }

    /// Empty: tasks are not asked.
    Optional<HealthCheck> read() {
        Optional<String> path = labels.read(LabelNames.HEALTH_PATH, PathText::withQuery);
        Duration interval = labels.read(
                        LabelNames.HEALTH_INTERVAL, text -> Values.duration(text, MIN_INTERVAL, MAX_INTERVAL))
                .orElse(DEFAULT_INTERVAL);
        Duration timeout = timeout(interval);
        Statuses statuses =
                labels.read(LabelNames.HEALTH_STATUS, Statuses::parse).orElse(Statuses.DEFAULT);
        labels.requires(
                LabelNames.HEALTH_PATH,
                LabelNames.HEALTH_INTERVAL,
                LabelNames.HEALTH_TIMEOUT,
                LabelNames.HEALTH_STATUS);
        return path.map(text -> new HealthCheck(text, interval, timeout, statuses.low(), statuses.high()));
    }

    private Duration timeout(Duration interval) {
        Duration timeout = labels.read(
                        LabelNames.HEALTH_TIMEOUT, text -> Values.duration(text, MIN_TIMEOUT, MAX_TIMEOUT))
                .orElse(DEFAULT_TIMEOUT);
        if (timeout.compareTo(interval) <= 0) {
            return timeout;
        }
        if (labels.has(LabelNames.HEALTH_TIMEOUT)) {
            labels.report()
                    .warning(
                            "long-timeout",
                            LabelNames.HEALTH_TIMEOUT,
                            "is longer than the interval; a check takes as long as the interval at most",
                            "lower it, or raise " + LabelNames.HEALTH_INTERVAL);
        }
        return interval;
    }

    private record Statuses(int low, int high) {

        static final Statuses DEFAULT = new Statuses(200, 399);

        static Statuses parse(String text) {
            Matcher matcher = STATUSES.matcher(text);
            if (matcher.matches()) {
                int low = Integer.parseInt(matcher.group("low"));
                String end = matcher.group("high");
                int high = end == null ? low : Integer.parseInt(end);
                if (low >= 200 && low <= high && high <= 599) {
                    return new Statuses(low, high);
                }
            }
            throw new BadValue(
                    "invalid-status",
                    Printable.quoted(text) + " is not a status or a range of them",
                    "write a status or two, 200 to 599, as in '200' or '200-399'");
        }
    }
}
