package io.sluice.perf.wire;

import java.io.IOException;

/// The other end did not say what it should have.
public final class WireException extends IOException {

    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }
}
