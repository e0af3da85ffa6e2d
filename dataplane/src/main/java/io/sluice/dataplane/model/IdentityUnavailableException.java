package io.sluice.dataplane.model;

/// A certificate or its key cannot be had.
public final class IdentityUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public IdentityUnavailableException(String name, String reason) {
        super("certificate " + name + ": " + reason);
    }
}
