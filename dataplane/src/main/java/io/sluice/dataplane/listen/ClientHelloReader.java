package io.sluice.dataplane.listen;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Octets;

/// Finds the server name in a ClientHello (RFC 8446, 4.1.2; RFC 6066, 3), from the first bytes of a connection, however
/// they are cut into segments and records. Pure: it consumes nothing, and is asked again with more.
final class ClientHelloReader {

    /// Post-quantum key shares make some 1.7 KiB of it; nobody needs more than this.
    static final int MAX_HELLO_BYTES = 16 * 1024;

    /// A hello cut into more records than this wastes our time.
    private static final int MAX_RECORDS = 64;

    private static final int RECORD_HEADER = 5;
    private static final int MAX_RECORD_BYTES = 16 * 1024;
    private static final int HANDSHAKE = 22;
    private static final int MESSAGE_HEADER = 4;
    private static final int CLIENT_HELLO = 1;
    private static final int RANDOM_BYTES = 32;
    private static final int SERVER_NAME = 0;
    private static final int HOST_NAME = 0;
    private static final int MAX_NAME_BYTES = 253;

    private final byte[] name = new byte[MAX_NAME_BYTES];
    private int nameBytes;
    private int needed; // bytes without which nothing more can be told
    private boolean hasName;

    enum Result {
        INCOMPLETE,
        COMPLETE,
        /// It is not TLS, or not a ClientHello that can be read in one way only.
        REFUSED
    }

    /// @param received everything since the connection began
    Result read(ByteBuf received) {
        if (received.readableBytes() < Math.max(needed, RECORD_HEADER)) {
            return isTls(received) ? Result.INCOMPLETE : Result.REFUSED;
        }
        int start = received.readerIndex();
        int first = recordBytes(received, start);
        if (first < 0) {
            return Result.REFUSED;
        }
        if (received.readableBytes() < RECORD_HEADER + Math.min(first, MESSAGE_HEADER)) {
            return waitFor(RECORD_HEADER + Math.min(first, MESSAGE_HEADER));
        }
        if (first >= MESSAGE_HEADER) {
            int message = messageBytes(received, start + RECORD_HEADER);
            if (message < 0) {
                return Result.REFUSED;
            }
            if (MESSAGE_HEADER + message <= first) {
                return received.readableBytes() < RECORD_HEADER + MESSAGE_HEADER + message
                        ? waitFor(RECORD_HEADER + MESSAGE_HEADER + message)
                        : parse(received, start + RECORD_HEADER + MESSAGE_HEADER, message);
            }
        }
        return readRecords(received);
    }

    private Result waitFor(int bytes) {
        needed = bytes;
        return Result.INCOMPLETE;
    }

    private static boolean isTls(ByteBuf received) {
        return !received.isReadable() || received.getByte(received.readerIndex()) == HANDSHAKE;
    }

    /// Of the record that begins there; -1: it can be none of a handshake.
    private static int recordBytes(ByteBuf in, int at) {
        int bytes = in.getUnsignedShort(at + 3);
        boolean isGood =
                in.getByte(at) == HANDSHAKE && in.getByte(at + 1) == 3 && bytes > 0 && bytes <= MAX_RECORD_BYTES;
        return isGood ? bytes : -1;
    }

    private static int messageBytes(ByteBuf in, int at) {
        int bytes = in.getUnsignedMedium(at + 1);
        return in.getByte(at) == CLIENT_HELLO && bytes <= MAX_HELLO_BYTES - MESSAGE_HEADER ? bytes : -1;
    }

    /// The message lies in several records: their contents are put together.
    private Result readRecords(ByteBuf received) {
        byte[] together = new byte[MAX_HELLO_BYTES];
        int length = 0;
        int at = received.readerIndex();
        int end = received.writerIndex();
        for (int record = 0; record < MAX_RECORDS; record++) {
            if (end - at < RECORD_HEADER) {
                return waitFor(at - received.readerIndex() + RECORD_HEADER);
            }
            int bytes = recordBytes(received, at);
            if (bytes < 0 || length + bytes > together.length) {
                return Result.REFUSED;
            }
            if (end - at < RECORD_HEADER + bytes) {
                return waitFor(at - received.readerIndex() + RECORD_HEADER + bytes);
            }
            received.getBytes(at + RECORD_HEADER, together, length, bytes);
            length += bytes;
            at += RECORD_HEADER + bytes;
            if (length >= MESSAGE_HEADER) {
                ByteBuf hello = Unpooled.wrappedBuffer(together, 0, length);
                int message = messageBytes(hello, 0);
                if (message < 0) {
                    return Result.REFUSED;
                }
                if (MESSAGE_HEADER + message <= length) {
                    return parse(hello, MESSAGE_HEADER, message);
                }
            }
        }
        return Result.REFUSED;
    }

    private Result parse(ByteBuf in, int from, int length) {
        int end = from + length;
        int at = from + 2 + RANDOM_BYTES;
        at = skip(in, at, end, 1, 0, 32); // session id
        at = skip(in, at, end, 2, 2, 0xffff); // cipher suites
        at = skip(in, at, end, 1, 1, 0xff); // compression methods
        if (at < 0) {
            return Result.REFUSED;
        }
        if (at == end) {
            return Result.COMPLETE; // without extensions, as before TLS 1.2
        }
        int extensionsEnd = skip(in, at, end, 2, 0, 0xffff);
        return extensionsEnd == end && readExtensions(in, at + 2, end) ? Result.COMPLETE : Result.REFUSED;
    }

    /// Behind a vector with a length of so many bytes; -1: it does not fit, or came from a -1.
    private static int skip(ByteBuf in, int at, int end, int lengthBytes, int min, int max) {
        if (at < 0 || at + lengthBytes > end) {
            return -1;
        }
        int length = lengthBytes == 1 ? in.getUnsignedByte(at) : in.getUnsignedShort(at);
        int behind = at + lengthBytes + length;
        return length >= min && length <= max && behind <= end ? behind : -1;
    }

    private boolean readExtensions(ByteBuf in, int from, int end) {
        int at = from;
        while (at < end) {
            int behind = at + 2 > end ? -1 : skip(in, at + 2, end, 2, 0, 0xffff);
            if (behind < 0) {
                return false;
            }
            if (in.getUnsignedShort(at) == SERVER_NAME && !readServerName(in, at + 4, behind)) {
                return false;
            }
            at = behind;
        }
        return true;
    }

    /// One name, of a host: what else there could be was never defined.
    private boolean readServerName(ByteBuf in, int from, int end) {
        if (hasName || skip(in, from, end, 2, 1, 0xffff) != end) {
            return false;
        }
        hasName = true;
        int at = from + 2;
        int nameEnd = at + 1 > end || in.getByte(at) != HOST_NAME ? -1 : skip(in, at + 1, end, 2, 1, MAX_NAME_BYTES);
        if (nameEnd != end) {
            return false;
        }
        nameBytes = end - at - 3;
        in.getBytes(at + 3, name, 0, nameBytes);
        return isHostName();
    }

    private boolean isHostName() {
        boolean isGood = name[0] != '.' && name[0] != '-';
        for (int i = 0; i < nameBytes; i++) {
            int lower = name[i] | 0x20;
            boolean isLetter = lower >= 'a' && lower <= 'z';
            boolean isDot = name[i] == '.';
            isGood &= isLetter || isDot || Octets.isDigit(name[i]) || name[i] == '-' || name[i] == '_';
            isGood &= !isDot || i + 1 == nameBytes || name[i + 1] != '.';
        }
        return isGood;
    }

    /// The server name as the client wrote it; see [#nameBytes()].
    byte[] name() {
        return name;
    }

    /// How long it is, without a dot at its end; 0: the client named no server.
    int nameBytes() {
        return nameBytes > 0 && name[nameBytes - 1] == '.' ? nameBytes - 1 : nameBytes;
    }
}
