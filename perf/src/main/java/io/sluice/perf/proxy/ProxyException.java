package io.sluice.perf.proxy;

/// A proxy cannot be started or was lost.
public final class ProxyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProxyException(String message) {
        super(message);
    }

    public ProxyException(String message, Throwable cause) {
        super(message, cause);
    }
}
