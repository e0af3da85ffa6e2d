package io.sluice.perf.soak;

import java.io.IOException;

/// The other end did not say what it should have.
final class WireException extends IOException {

    private static final long serialVersionUID = 1L;

    WireException(String message) {
        super(message);
    }
}
