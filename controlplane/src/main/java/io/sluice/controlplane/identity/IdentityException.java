package io.sluice.controlplane.identity;

import org.jspecify.annotations.Nullable;

/// A key, certificate or token that cannot be used.
public final class IdentityException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public IdentityException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    public IdentityException(String message) {
        super(message);
    }
}
