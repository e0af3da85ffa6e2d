package io.sluice.controlplane.state;

import java.util.function.Function;

/// What a [StateFile] holds, and how it is written.
///
/// @param file its name in the state directory
/// @param what for messages
/// @param schema of the bytes, 64 characters: other ones are not read
/// @param reader may throw [io.sluice.controlplane.codec.CodecException]
public record StateForm<T>(
        String file, String what, String schema, Function<T, byte[]> writer, Function<byte[], T> reader) {

    public StateForm {
        if (schema.length() != StateFile.DIGEST) {
            throw new IllegalArgumentException("a schema has " + StateFile.DIGEST + " characters: " + schema);
        }
    }
}
