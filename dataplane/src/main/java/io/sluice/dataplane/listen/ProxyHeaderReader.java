package io.sluice.dataplane.listen;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Reads the header of the PROXY protocol, version 1 or 2, at the start of a connection. One per connection.
final class ProxyHeaderReader {

    /// What [#read] found.
    enum Result {
        /// So far it may become one.
        INCOMPLETE,
        /// The reader index stands behind it.
        COMPLETE,
        REFUSED
    }

    private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VERSION_2 = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int MAX_LINE_BYTES = 107;
    private static final int FIXED_BYTES = 16;

    /// Behind the fixed part: addresses, and values that are skipped.
    private static final int MAX_REST_BYTES = 520;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNKNOWN = 0x00;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    private static final String NUMBER = "(?:0|[1-9]\\d{0,2})";
    private static final String PORT = "(0|[1-9]\\d{0,4})";
    private static final Pattern LINE = Pattern.compile("PROXY (?:UNKNOWN(?: [ -~]*)?|(?:TCP4 ("
            + NUMBER + "(?:\\." + NUMBER + "){3}) (" + NUMBER + "(?:\\." + NUMBER + "){3})"
            + "|TCP6 ([0-9a-fA-F:.]*:[0-9a-fA-F:.]*) ([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)) " + PORT + " " + PORT + ")");

    private @Nullable InetSocketAddress source;
    private @Nullable InetSocketAddress destination;

    /// Where the connection comes from; null when the header does not say: its sender speaks for itself.
    @Nullable
    InetSocketAddress source() {
        return source;
    }

    /// What it was made to; null together with the source.
    @Nullable
    InetSocketAddress destination() {
        return destination;
    }

    /// Looks at what was received from the start.
    Result read(ByteBuf in) {
        if (startsWith(in, VERSION_1)) {
            return readLine(in);
        }
        if (startsWith(in, VERSION_2)) {
            return in.readableBytes() < FIXED_BYTES ? Result.INCOMPLETE : readBinary(in);
        }
        return Result.REFUSED;
    }

    /// As far as there is something to compare.
    private static boolean startsWith(ByteBuf in, byte[] text) {
        int count = Math.min(in.readableBytes(), text.length);
        for (int i = 0; i < count; i++) {
            if (in.getByte(in.readerIndex() + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private Result readLine(ByteBuf in) {
        int length = in.bytesBefore(Math.min(in.readableBytes(), MAX_LINE_BYTES), (byte) '\n');
        if (length < 0) {
            return in.readableBytes() < MAX_LINE_BYTES ? Result.INCOMPLETE : Result.REFUSED;
        }
        String line = in.toString(in.readerIndex(), length, StandardCharsets.ISO_8859_1);
        boolean accepted = line.endsWith("\r") && takeLine(line.substring(0, line.length() - 1));
        if (!accepted) {
            return Result.REFUSED;
        }
        in.skipBytes(length + 1);
        return Result.COMPLETE;
    }

    private boolean takeLine(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return false;
        }
        if (parts.group(5) == null) {
            return true;
        }
        int family = parts.group(1) == null ? 3 : 1;
        source = address(parts.group(family), parts.group(5));
        destination = address(parts.group(family + 1), parts.group(6));
        return source != null && destination != null;
    }

    private static @Nullable InetSocketAddress address(String host, String port) {
        int number = Integer.parseInt(port);
        try {
            return number > 0xffff ? null : new InetSocketAddress(InetAddress.ofLiteral(host), number);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private Result readBinary(ByteBuf in) {
        int at = in.readerIndex() + VERSION_2.length;
        int command = in.getUnsignedByte(at);
        int family = in.getUnsignedByte(at + 1);
        int rest = in.getUnsignedShort(at + 2);
        boolean isKnown = command == LOCAL || (command == PROXY && rest >= addressBytes(family));
        if (!isKnown || rest > MAX_REST_BYTES) {
            return Result.REFUSED;
        }
        if (in.readableBytes() < FIXED_BYTES + rest) {
            return Result.INCOMPLETE;
        }
        int end = in.readerIndex() + FIXED_BYTES + rest;
        in.skipBytes(FIXED_BYTES);
        if (command == PROXY && family != UNKNOWN) {
            takeAddresses(in, family == TCP_OVER_IPV4 ? 4 : 16);
        }
        in.readerIndex(end);
        return Result.COMPLETE;
    }

    /// More than can be for a family that no TCP connection has.
    private static int addressBytes(int family) {
        return switch (family) {
            case UNKNOWN -> 0;
            case TCP_OVER_IPV4 -> 12;
            case TCP_OVER_IPV6 -> 36;
            default -> Integer.MAX_VALUE;
        };
    }

    private void takeAddresses(ByteBuf in, int bytesEach) {
        InetAddress from = address(in, bytesEach);
        InetAddress to = address(in, bytesEach);
        source = new InetSocketAddress(from, in.readUnsignedShort());
        destination = new InetSocketAddress(to, in.readUnsignedShort());
    }

    private static InetAddress address(ByteBuf in, int count) {
        byte[] bytes = new byte[count];
        in.readBytes(bytes);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are addresses", e);
        }
    }
}
