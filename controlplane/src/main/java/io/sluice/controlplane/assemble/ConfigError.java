package io.sluice.controlplane.assemble;

/// Something an operator wrote that Sluice could not use as written.
///
/// @param code stable, for scripts: `missing-port`, `unknown-label`, `host-conflict`
/// @param service its name; empty when the error is not a service's
/// @param label the full key; empty when the error is not a label's
/// @param position `stack.yml:12:9`; empty where there is no file
/// @param message what is wrong, with the offending text
/// @param hint what to do about it
public record ConfigError(
        Severity severity, String code, String service, String label, String position, String message, String hint) {

    public enum Severity {
        /// Used, but not as written.
        WARNING,
        /// The service, or the part of it that the label is about, is not routed.
        ERROR
    }
}
