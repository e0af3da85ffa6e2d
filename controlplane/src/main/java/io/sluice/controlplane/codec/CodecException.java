package io.sluice.controlplane.codec;

import org.jspecify.annotations.Nullable;

/// Bytes that are no value of the type that was asked for.
public final class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CodecException(String message) {
        this(message, null);
    }

    public CodecException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
