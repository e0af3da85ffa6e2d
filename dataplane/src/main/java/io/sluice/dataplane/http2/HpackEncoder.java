package io.sluice.dataplane.http2;

import java.util.Arrays;

import io.sluice.dataplane.http.Octets;

/// Encodes one block of fields after another (RFC 7541) with the static table alone, so that it keeps no state and one
/// is enough for all connections of a loop. A block is encoded and taken in one go.
final class HpackEncoder {

    private static final int INITIAL_BYTES = 4096;
    private static final int STATUS_DIGITS = 3;

    /// Bytes that an integer of 28 bits takes at most.
    private static final int INTEGER_BYTES = 6;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    HpackEncoder begin() {
        length = 0;
        return this;
    }

    /// The block; valid up to [#length()] until the next [#begin()].
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /// One byte as it is, before the first field: an instruction to the other side's table.
    HpackEncoder raw(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /// `:status`.
    HpackEncoder status(int status) {
        reserve(STATUS_DIGITS + 2);
        int index = statusIndex(status);
        if (index > 0) {
            bytes[length++] = (byte) (0x80 | index);
            return this;
        }
        bytes[length++] = StaticTable.STATUS_200;
        bytes[length++] = STATUS_DIGITS;
        bytes[length++] = (byte) ('0' + status / 100);
        bytes[length++] = (byte) ('0' + status / 10 % 10);
        bytes[length++] = (byte) ('0' + status % 10);
        return this;
    }

    private static int statusIndex(int status) {
        return switch (status) {
            case 200 -> StaticTable.STATUS_200;
            case 204 -> StaticTable.STATUS_204;
            case 206 -> StaticTable.STATUS_206;
            case 304 -> StaticTable.STATUS_304;
            case 400 -> StaticTable.STATUS_400;
            case 404 -> StaticTable.STATUS_404;
            case 500 -> StaticTable.STATUS_500;
            default -> 0;
        };
    }

    /// A field of the static table, with its value.
    HpackEncoder indexed(int index) {
        reserve(1);
        bytes[length++] = (byte) (0x80 | index);
        return this;
    }

    /// A value for a name of the static table.
    HpackEncoder literal(int nameIndex, byte[] source, int valueStart, int valueEnd) {
        reserve(INTEGER_BYTES);
        integer(0, 0x0f, nameIndex);
        return string(source, valueStart, valueEnd);
    }

    /// Any field; its name in lower case.
    HpackEncoder field(byte[] source, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int nameIndex = StaticTable.find(source, nameStart, nameEnd);
        if (nameIndex > 0) {
            return literal(nameIndex, source, valueStart, valueEnd);
        }
        reserve(1);
        bytes[length++] = 0;
        name(source, nameStart, nameEnd);
        return string(source, valueStart, valueEnd);
    }

    /// Whole lines of HTTP/1.1, each `name: value CRLF`, that were made or checked before.
    HpackEncoder lines(byte[] source, int from, int to) {
        int start = from;
        while (start < to) {
            int lineFeed = Octets.indexOfLineFeed(source, start, to);
            int colon = start;
            while (source[colon] != ':') {
                colon++;
            }
            int valueStart = colon + 1;
            while (source[valueStart] == ' ') {
                valueStart++;
            }
            field(source, start, colon, valueStart, lineFeed - 1);
            start = lineFeed + 1;
        }
        return this;
    }

    private void name(byte[] source, int from, int to) {
        int count = to - from;
        reserve(count + INTEGER_BYTES);
        integer(0, 0x7f, count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = Octets.lower(source[from + i]);
        }
        length += count;
    }

    private HpackEncoder string(byte[] source, int from, int to) {
        int count = to - from;
        reserve(count + INTEGER_BYTES);
        integer(0, 0x7f, count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    /// RFC 7541, 5.1.
    private void integer(int pattern, int mask, int value) {
        if (value < mask) {
            bytes[length++] = (byte) (pattern | value);
            return;
        }
        bytes[length++] = (byte) (pattern | mask);
        int rest = value - mask;
        while (rest >= 0x80) {
            bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }
}
