package io.sluice.controlplane.admin;

import org.jspecify.annotations.Nullable;

/// The admin listener cannot start: the message names the address.
public final class AdminException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public AdminException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
