package io.sluice.dataplane;

/// The data plane cannot start: the message names the address or transport, and the remedy.
public final class DataPlaneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DataPlaneException(String message, Throwable cause) {
        super(message, cause);
    }
}
