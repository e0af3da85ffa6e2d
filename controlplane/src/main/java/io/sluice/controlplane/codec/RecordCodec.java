package io.sluice.controlplane.codec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Values of one type as bytes: records, sealed interfaces of records, and what they are made of. Equal values have
/// equal bytes. The bytes do not say what they mean: who reads them must have the same [#schema()].
public final class RecordCodec<T> {

    private final Class<T> type;
    private final Form form;

    private RecordCodec(Class<T> type, Form form) {
        this.type = type;
        this.form = form;
    }

    /// @throws IllegalArgumentException for a type that has parts which cannot be written
    public static <T> RecordCodec<T> of(Class<T> type) {
        return new RecordCodec<>(type, new Forms().of(type));
    }

    public byte[] encode(T value) {
        Sink sink = new Sink();
        form.write(sink, value);
        return sink.toBytes();
    }

    /// @throws CodecException for bytes that are no such value, also when the value itself refuses them
    public T decode(byte[] bytes) {
        Input input = new Input(bytes);
        Object value = form.read(input);
        if (input.remaining() > 0) {
            throw new CodecException(input.remaining() + " bytes too many");
        }
        return type.cast(value);
    }

    /// A digest of names and types of all parts.
    public String schema() {
        return digest(form.description().getBytes(StandardCharsets.UTF_8));
    }

    /// SHA-256, in hexadecimal digits.
    public static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
