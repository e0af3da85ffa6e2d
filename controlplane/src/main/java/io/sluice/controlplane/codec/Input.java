package io.sluice.controlplane.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes being read, whoever wrote them: whatever does not fit is a [CodecException], and nothing is allocated that the
/// bytes which are there could not fill.
final class Input {

    private static final int MAX_NUMBER_BYTES = 10;

    private final byte[] bytes;
    private int position;

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    int remaining() {
        return bytes.length - position;
    }

    byte next() {
        if (position == bytes.length) {
            throw new CodecException("the bytes end too early");
        }
        return bytes[position++];
    }

    /// Of things that take a byte at least.
    int count() {
        long value = unsigned();
        if (value < 0 || value > remaining()) {
            throw new CodecException(
                    "a length of " + Long.toUnsignedString(value) + " where " + remaining() + " bytes are left");
        }
        return (int) value;
    }

    /// A number below the limit.
    int index(int limit) {
        long value = unsigned();
        if (value < 0 || value >= limit) {
            throw new CodecException("choice " + Long.toUnsignedString(value) + " of " + limit);
        }
        return (int) value;
    }

    long signed() {
        long value = unsigned();
        return (value >>> 1) ^ -(value & 1);
    }

    int signedInt() {
        long value = signed();
        if (value != (int) value) {
            throw new CodecException("a number that is too large: " + value);
        }
        return (int) value;
    }

    private long unsigned() {
        long value = 0;
        for (int i = 0; i < MAX_NUMBER_BYTES; i++) {
            byte next = next();
            value |= (next & 0x7fL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new CodecException("a number of more than " + MAX_NUMBER_BYTES + " bytes");
    }

    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CodecException("a text that is no UTF-8", e);
        }
    }

    byte[] bytes() {
        return raw(count());
    }

    byte[] raw(int length) {
        if (length > remaining()) {
            throw new CodecException("the bytes end too early");
        }
        position += length;
        return Arrays.copyOfRange(bytes, position - length, position);
    }
}
