package io.sluice.perf.soak;

/// The soak could not go on: a child ended or fell silent.
final class SoakException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SoakException(String message) {
        super(message);
    }
}
