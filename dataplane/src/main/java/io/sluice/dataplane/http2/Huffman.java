package io.sluice.dataplane.http2;

/// Decodes the code of RFC 7541, Appendix B.
final class Huffman {

    /*
     * The code is canonical: codes of one length are consecutive numbers in the order of their symbols, so the lengths
     * say everything. One look at the next FIRST_BITS bits finds every symbol that texts are made of; longer codes are
     * compared with the first code of each length.
     */
    private static final byte[] LENGTHS = {
        13, 23, 28, 28, 28, 28, 28, 28, 28, 24, 30, 28, 28, 30, 28, 28, 28, 28, 28, 28, 28, 28, 30, 28,
        28, 28, 28, 28, 28, 28, 28, 28, 6, 10, 10, 12, 13, 6, 8, 11, 10, 10, 8, 11, 8, 6, 6, 6,
        5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 15, 6, 12, 10, 13, 6, 7, 7, 7, 7, 7, 7,
        7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 8, 7, 8, 13, 19, 13, 14, 6,
        15, 5, 6, 5, 6, 5, 6, 6, 6, 5, 7, 7, 6, 6, 6, 5, 6, 7, 6, 5, 5, 6, 7, 7,
        7, 7, 7, 15, 11, 14, 13, 28, 20, 22, 20, 20, 22, 22, 22, 23, 22, 23, 23, 23, 23, 23, 24, 23,
        24, 24, 22, 23, 24, 23, 23, 23, 23, 21, 22, 23, 22, 23, 23, 24, 22, 21, 20, 22, 22, 23, 23, 21,
        23, 22, 22, 24, 21, 22, 23, 23, 21, 21, 22, 21, 23, 22, 23, 23, 20, 22, 22, 22, 23, 22, 22, 23,
        26, 26, 20, 19, 22, 23, 22, 25, 26, 26, 26, 27, 27, 26, 24, 25, 19, 21, 26, 27, 27, 26, 27, 24,
        21, 21, 26, 26, 28, 27, 27, 27, 20, 24, 20, 21, 22, 21, 21, 23, 22, 22, 25, 25, 24, 24, 26, 23,
        26, 27, 26, 26, 27, 27, 27, 27, 27, 28, 27, 27, 27, 27, 27, 26, 30
    };

    private static final int EOS = 256;
    private static final int MAX_BITS = 30;
    private static final int FIRST_BITS = 10;
    private static final int FIRST_MASK = (1 << FIRST_BITS) - 1;
    private static final int LENGTH_BITS = 4;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    /// By the next bits: the symbol and its code's length; 0 where the code is longer.
    private static final short[] FIRST = new short[1 << FIRST_BITS];

    /// By length: the first code, the number of codes, and where their symbols start in [#SYMBOLS].
    private static final int[] CODE = new int[MAX_BITS + 1];

    private static final int[] COUNT = new int[MAX_BITS + 1];
    private static final int[] OFFSET = new int[MAX_BITS + 1];
    private static final short[] SYMBOLS = new short[LENGTHS.length];

    static {
        int code = 0;
        int offset = 0;
        for (int length = 1; length <= MAX_BITS; length++) {
            code <<= 1;
            CODE[length] = code;
            OFFSET[length] = offset;
            for (int symbol = 0; symbol < LENGTHS.length; symbol++) {
                if (LENGTHS[symbol] == length) {
                    SYMBOLS[offset++] = (short) symbol;
                    fillFirst(code++, length, symbol);
                }
            }
            COUNT[length] = code - CODE[length];
        }
    }

    private Huffman() {}

    private static void fillFirst(int code, int length, int symbol) {
        if (length <= FIRST_BITS) {
            int from = code << (FIRST_BITS - length);
            int to = (code + 1) << (FIRST_BITS - length);
            for (int i = from; i < to; i++) {
                FIRST[i] = (short) (symbol << LENGTH_BITS | length);
            }
        }
    }

    /// No decoded text is longer: the shortest codes have five bits.
    static int maxDecodedBytes(int encodedBytes) {
        return encodedBytes * 8 / 5;
    }

    /// Decodes `[from, to)` into `out`, which has room for [#maxDecodedBytes].
    ///
    /// @return the end of what was written, or -1 when it is no valid code
    static int decode(byte[] in, int from, int to, byte[] out, int at) {
        long bits = 0; // the lowest `count` bits are still to be read
        int count = 0;
        int next = from;
        int end = at;
        while (true) {
            while (count <= 48 && next < to) {
                bits = bits << 8 | (in[next++] & 0xff);
                count += 8;
            }
            int entry = FIRST[peek(bits, count)];
            int length = entry & LENGTH_MASK;
            if (length != 0 && length <= count) {
                out[end++] = (byte) (entry >>> LENGTH_BITS);
                count -= length;
                continue;
            }
            if (count < FIRST_BITS) {
                return isPadding(bits, count) ? end : -1;
            }
            int symbol = longSymbol(bits, count);
            if (symbol < 0 || symbol == EOS) {
                return -1;
            }
            out[end++] = (byte) symbol;
            count -= LENGTHS[symbol];
        }
    }

    /// The next bits, with ones behind the last.
    private static int peek(long bits, int count) {
        if (count >= FIRST_BITS) {
            return (int) (bits >>> (count - FIRST_BITS)) & FIRST_MASK;
        }
        int missing = FIRST_BITS - count;
        return ((int) (bits << missing) & FIRST_MASK) | ((1 << missing) - 1);
    }

    /// Less than a byte, all ones (RFC 7541, 5.2).
    private static boolean isPadding(long bits, int count) {
        long mask = (1L << count) - 1;
        return count < 8 && (bits & mask) == mask;
    }

    private static int longSymbol(long bits, int count) {
        int longest = Math.min(count, MAX_BITS);
        for (int length = FIRST_BITS + 1; length <= longest; length++) {
            int code = (int) ((bits >>> (count - length)) & ((1L << length) - 1));
            int index = code - CODE[length];
            if (index >= 0 && index < COUNT[length]) {
                return SYMBOLS[OFFSET[length] + index];
            }
        }
        return -1;
    }
}
