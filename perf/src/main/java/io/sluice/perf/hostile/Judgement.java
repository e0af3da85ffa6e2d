package io.sluice.perf.hostile;

/// What a client saw of a hostile answer, or of the request behind it.
enum Judgement {
    /// An error of the proxy, or the connection was cut.
    REFUSED,
    /// A whole message, well-formed, of an answer that may be one.
    PASSED,
    /// A whole message of an answer that is none, or a message that is not well-formed.
    RELAYED,
    /// No end within the client's patience.
    HANG,
    /// The next request got what was not its answer.
    POISON,
    /// The next request got an error, though its endpoint answered well.
    LOST;

    boolean isGood() {
        return this == REFUSED || this == PASSED;
    }
}
