package io.sluice.controlplane.certs;

/// A secret that cannot be used. Thrown by parsers, caught by [PairEntry], [AuthoritiesReader] and [UsersReader]; never
/// quotes what the secret holds.
final class BadSecret extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String code;
    private final String remedy;

    /// @param code stable, for scripts: `encrypted-key`
    /// @param problem what is wrong, a sentence's end: `holds no private key`
    BadSecret(String code, String problem, String remedy) {
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
