package io.sluice.dataplane.http;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/// Builds one head in a plain array, which costs less than many small writes to a direct buffer, and copies it out
/// whole. One per loop: a head is built and taken in one go.
public final class HeadWriter {

    private static final int INITIAL_BYTES = 4096;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    public HeadWriter begin() {
        length = 0;
        return this;
    }

    public HeadWriter append(byte[] source) {
        return append(source, 0, source.length);
    }

    public HeadWriter append(byte[] source, int from, int to) {
        int count = to - from;
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    public HeadWriter append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// Decimal, zero or more.
    public HeadWriter appendDecimal(long value) {
        int digits = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return appendDigits(value, digits);
    }

    /// Decimal with leading zeros to that many digits.
    public HeadWriter appendDigits(long value, int digits) {
        reserve(digits);
        long rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    public HeadWriter crlf() {
        return append('\r').append('\n');
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /// The storage; valid up to [#length()] until the next [#begin()].
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /// Everything since [#begin()], in a new buffer with room for `spare` bytes more. The caller releases it.
    public ByteBuf take(ByteBufAllocator allocator, int spare) {
        return allocator.directBuffer(length + spare).writeBytes(bytes, 0, length);
    }
}
