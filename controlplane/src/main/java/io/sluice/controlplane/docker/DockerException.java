package io.sluice.controlplane.docker;

/// The engine could not be reached, refused, or gave an answer that cannot be used. The message names the host and the
/// path, and what to do where that is known.
public final class DockerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DockerException(String message) {
        super(message);
    }

    DockerException(String message, Throwable cause) {
        super(message, cause);
    }
}
