package io.sluice.controlplane.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Bytes being written. Numbers take seven bits a byte, the lowest first (LEB128), signed ones in zigzag.
final class Sink {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    void count(int value) {
        unsigned(value);
    }

    void signed(long value) {
        unsigned((value << 1) ^ (value >> 63));
    }

    private void unsigned(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    void bytes(byte[] value) {
        count(value.length);
        raw(value);
    }

    void raw(byte[] value) {
        bytes.writeBytes(value);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
