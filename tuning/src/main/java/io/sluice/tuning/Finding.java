package io.sluice.tuning;

/// One thing about the host that costs something, why, and what to do.
///
/// @param name short and stable, for scripts: `open-files`
/// @param reason what was found and what it costs, with the numbers
/// @param remedy what an operator can do about it
public record Finding(Severity severity, String name, String reason, String remedy) {

    public enum Severity {
        /// Something that is configured will not work.
        WARNING,
        /// It works, and would work better otherwise.
        NOTE
    }

    @Override
    public String toString() {
        return name + ": " + reason + "; " + remedy;
    }
}
