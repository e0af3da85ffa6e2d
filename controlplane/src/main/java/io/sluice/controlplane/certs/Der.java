package io.sluice.controlplane.certs;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/// As much of DER (X.690) as keys in older forms and certificates of our own need.
final class Der {

    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;
    static final int OCTET_STRING = 0x04;
    static final int BIT_STRING = 0x03;
    static final int UTF8_STRING = 0x0c;
    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int OID = 0x06;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int LONG_FORM = 0x80;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /// `PrivateKeyInfo` (RFC 5208, 5).
    ///
    /// @param algorithm an `AlgorithmIdentifier`, whole
    static byte[] privateKeyInfo(byte[] algorithm, byte[] key) {
        return sequence(integer(BigInteger.ZERO), algorithm, tagged(OCTET_STRING, key));
    }

    /// The `AlgorithmIdentifier` of a `SubjectPublicKeyInfo` (RFC 5280, 4.1): the first of its two parts.
    static byte[] algorithm(byte[] publicKeyInfo) {
        int start = contentStart(publicKeyInfo, 0);
        int end = contentStart(publicKeyInfo, start) + length(publicKeyInfo, start);
        return Arrays.copyOfRange(publicKeyInfo, start, end);
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(SEQUENCE, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(INTEGER, value.toByteArray());
    }

    static byte[] bool(boolean value) {
        return tagged(BOOLEAN, new byte[] {(byte) (value ? 0xff : 0)});
    }

    static byte[] text(int tag, String text) {
        return tagged(tag, text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] time(Instant time) {
        return text(GENERALIZED_TIME, TIME.format(time));
    }

    /// Whole bytes.
    static byte[] bits(byte[] bytes) {
        return tagged(BIT_STRING, new byte[] {0}, bytes);
    }

    /// @param dotted `2.5.29.17`
    static byte[] oid(String dotted) {
        String[] arcs = dotted.split("\\.");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            writeArc(out, Integer.parseInt(arcs[i]));
        }
        return tagged(OID, out.toByteArray());
    }

    private static void writeArc(ByteArrayOutputStream out, int arc) {
        for (int shift = 28; shift > 0; shift -= 7) {
            if (arc >>> shift != 0) {
                out.write(0x80 | ((arc >>> shift) & 0x7f));
            }
        }
        out.write(arc & 0x7f);
    }

    static byte[] tagged(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        writeLength(out, length);
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < LONG_FORM) {
            out.write(length);
            return;
        }
        int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(LONG_FORM | count);
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            out.write(length >> shift);
        }
    }

    private static int contentStart(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return at + 2 + (first < LONG_FORM ? 0 : first - LONG_FORM);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < LONG_FORM) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < first - LONG_FORM; i++) {
            length = (length << 8) | (der[at + 2 + i] & 0xff);
        }
        return length;
    }
}
