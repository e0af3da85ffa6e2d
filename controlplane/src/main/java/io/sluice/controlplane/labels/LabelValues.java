package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;

/// The rules for labels that hold one value. Empty: the value was refused, and the report says why.
final class LabelValues {

    static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_NETWORK_LENGTH = 255;

    private LabelValues() {}

    static OptionalInt port(String value, ServiceReport report) {
        String text = value.strip();
        if (isDecimal(text) && text.length() <= MAX_PORT_DIGITS) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return OptionalInt.of(port);
            }
        }
        report.error(
                "invalid-port",
                LabelNames.PORT,
                Printable.quoted(value) + " is not a port",
                "write the number that the container listens on, 1 to " + MAX_PORT);
        return OptionalInt.empty();
    }

    static Optional<String> network(String value, ServiceReport report) {
        String text = value.strip();
        if (!text.isEmpty() && text.length() <= MAX_NETWORK_LENGTH) {
            return Optional.of(text);
        }
        report.error(
                "invalid-network",
                LabelNames.NETWORK,
                text.isEmpty() ? "is empty" : "is longer than " + MAX_NETWORK_LENGTH + " characters",
                "name a network that the service is on, or remove the label when it is on one only");
        return Optional.empty();
    }

    static Optional<BackendMode> backendMode(String value, ServiceReport report) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "task" -> Optional.of(BackendMode.TASK);
            case "vip" -> Optional.of(BackendMode.VIP);
            case "default" -> {
                report.notice(
                        "old-spelling",
                        LabelNames.BACKEND_MODE,
                        "'default' is an early spelling of 'task', and taken as that",
                        "write 'task' or remove the label");
                yield Optional.of(BackendMode.TASK);
            }
            case "auto" -> {
                report.warning(
                        "not-applied",
                        LabelNames.BACKEND_MODE,
                        "'auto' is treated as 'task': falling back to the VIP is not applied yet",
                        "write 'task' or 'vip'");
                yield Optional.of(BackendMode.TASK);
            }
            default -> {
                report.error(
                        "invalid-backend-mode",
                        LabelNames.BACKEND_MODE,
                        Printable.quoted(value) + " is not a mode",
                        NearestName.hint(value.strip(), List.of("task", "vip"), "write 'task' or 'vip'"));
                yield Optional.empty();
            }
        };
    }

    /// The words that Go's `strconv.ParseBool` takes, no others.
    static Optional<Boolean> bool(String name, String value, ServiceReport report) {
        return switch (value.strip()) {
            case "1", "t", "T", "TRUE", "true", "True" -> Optional.of(true);
            case "0", "f", "F", "FALSE", "false", "False" -> Optional.of(false);
            default -> {
                report.error(
                        "invalid-boolean",
                        name,
                        Printable.quoted(value) + " is neither true nor false",
                        "write 'true' or 'false', in quotes in YAML");
                yield Optional.empty();
            }
        };
    }

    private static boolean isDecimal(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
