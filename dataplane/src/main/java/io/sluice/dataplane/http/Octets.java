package io.sluice.dataplane.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Searches and comparisons in byte arrays, and the character classes of RFC 9110 and RFC 3986.
public final class Octets {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private static final int TCHAR = 1;
    private static final int TARGET = 2;
    private static final int HOST = 4;
    private static final byte[] CLASSES = classes();

    private Octets() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        mark(classes, TCHAR, "!#$%&'*+-.^_`|~");
        mark(classes, TARGET, "!$%&'()*+,-./:;=?@_~[]|{}^\"<>`");
        mark(classes, HOST, "-._~%!$&'()*+;=");
        for (int c = 'a'; c <= 'z'; c++) {
            classes[c] = (byte) (TCHAR | TARGET | HOST);
            classes[c - 32] = classes[c];
        }
        for (int c = '0'; c <= '9'; c++) {
            classes[c] = (byte) (TCHAR | TARGET | HOST);
        }
        return classes;
    }

    private static void mark(byte[] classes, int kind, String characters) {
        for (byte c : ascii(characters)) {
            classes[c] |= (byte) kind;
        }
    }

    /// Of a token (RFC 9110, 5.6.2).
    public static boolean isTchar(byte b) {
        return (CLASSES[b & 0xff] & TCHAR) != 0;
    }

    /// Of a request target: RFC 3986's characters without `#`, and the printable ones that browsers send unescaped.
    public static boolean isTarget(byte b) {
        return (CLASSES[b & 0xff] & TARGET) != 0;
    }

    /// Of a registered name (RFC 3986, 3.2.2), without the comma.
    public static boolean isHost(byte b) {
        return (CLASSES[b & 0xff] & HOST) != 0;
    }

    public static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// 0 to 15, or -1.
    public static int hexValue(byte b) {
        if (b >= '0' && b <= '9') {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    public static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + 32) : b;
    }

    /// Index of the first line feed in `[from, to)`, or -1.
    public static int indexOfLineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long word = (long) LONGS.get(bytes, i) ^ (ONES * '\n');
            long zeros = (word - ONES) & ~word & HIGHS;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /// Whether `[from, to)` holds only what a field value may: no control but the tab (RFC 9110, 5.5).
    public static boolean isFieldValue(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - 8; i += 8) {
            long word = (long) LONGS.get(bytes, i);
            // A high bit set below: the byte is under 0x20, or is 0x7f. Bytes over 0x7f are obs-text and pass.
            long controls = (word - ONES * 0x20) & ~word & HIGHS;
            long rubout = word ^ (ONES * 0x7f);
            long rubouts = (rubout - ONES) & ~rubout & HIGHS;
            if ((controls | rubouts) != 0 && !isFieldValueSlowly(bytes, i, i + 8)) {
                return false;
            }
        }
        return isFieldValueSlowly(bytes, i, to);
    }

    private static boolean isFieldValueSlowly(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            int c = bytes[i] & 0xff;
            if ((c < 0x20 && c != '\t') || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    /// Compares `[from, to)` with a lower-case text, ignoring the case of ASCII letters.
    public static boolean equalsIgnoreCase(byte[] bytes, int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (lower(bytes[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
