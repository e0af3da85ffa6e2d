package io.sluice.controlplane.config;

import java.util.Comparator;

/// Something an operator wrote that Sluice could not use as written, or that may not mean what they think.
///
/// @param code stable, for scripts: `missing-port`, `unknown-label`, `shared-host`
/// @param service its name; empty when the error is not a service's
/// @param label the full key; empty when the error is not a label's
/// @param position `stack.yml:12:9`; empty where there is no file
/// @param message what is wrong, with the offending text; printable, see [Printable]
/// @param hint what to do about it
public record ConfigError(
        Severity severity, String code, String service, String label, String position, String message, String hint) {

    /// By service, then label; the rest only makes the order total.
    public static final Comparator<ConfigError> ORDER = Comparator.comparing(ConfigError::service)
            .thenComparing(ConfigError::label)
            .thenComparing(ConfigError::severity, Comparator.reverseOrder())
            .thenComparing(ConfigError::code)
            .thenComparing(ConfigError::position)
            .thenComparing(ConfigError::message);

    public enum Severity {
        /// Used as written, and worth knowing.
        NOTICE,
        /// Used, but not as written.
        WARNING,
        /// The service, or the part of it that the label is about, is not routed.
        ERROR
    }

    /// For a terminal or a log: `stack.yml:12:9: error: service web: com.docker.lb.port: … (hint)`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (!position.isEmpty()) {
            text.append(position).append(": ");
        }
        text.append(
                switch (severity) {
                    case NOTICE -> "notice: ";
                    case WARNING -> "warning: ";
                    case ERROR -> "error: ";
                });
        if (!service.isEmpty()) {
            text.append("service ").append(service).append(": ");
        }
        if (!label.isEmpty()) {
            text.append(label).append(": ");
        }
        text.append(message);
        if (!hint.isEmpty()) {
            text.append(" (").append(hint).append(')');
        }
        return text.append(" [").append(code).append(']').toString();
    }
}
