package io.sluice.controlplane.labels;

/// A label's value, or a part of it, that cannot be used. Thrown by parsers, caught by [LabelReader].
final class BadValue extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String remedy;

    /// @param code stable, for scripts: `invalid-duration`
    /// @param problem what is wrong, with the offending text, printable
    /// @param remedy what to write instead
    BadValue(String code, String problem, String remedy) {
        super(problem, null, false, false);
        this.code = code;
        this.remedy = remedy;
    }

    String code() {
        return code;
    }

    String problem() {
        return String.valueOf(getMessage());
    }

    String remedy() {
        return remedy;
    }
}
