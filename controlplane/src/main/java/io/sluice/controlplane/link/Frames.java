package io.sluice.controlplane.link;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

import io.sluice.controlplane.codec.CodecException;
import io.sluice.controlplane.codec.RecordCodec;

/// Messages on a pair of streams: four bytes of length, one that says whether the rest is compressed (deflate), the
/// message. One thread reads, one at a time writes.
final class Frames {

    /// Of a peer that has shown no certificate.
    static final int STRANGER_BYTES = 4 * 1024;
    /// Of a proxy.
    static final int PROXY_BYTES = 64 * 1024;
    /// Of a control plane: a snapshot.
    static final int SNAPSHOT_BYTES = 64 * 1024 * 1024;
    /// Decompressed, of what was allowed.
    static final int MAX_EXPANSION = 8;

    private static final int COMPRESS_FROM = 512;
    private static final int CHUNK = 16 * 1024;
    private static final RecordCodec<Message> CODEC = RecordCodec.of(Message.class);

    private final DataInputStream in;
    private final DataOutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /// Blocks.
    ///
    /// @param limit of the frame, in bytes
    /// @throws LinkException for what is no message
    Message read(int limit) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > limit) {
            throw new LinkException(
                    "a frame of " + Integer.toUnsignedString(length) + " bytes where " + limit + " are allowed");
        }
        int form = in.readUnsignedByte();
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new LinkException("a frame that ends too early");
        }
        try {
            return switch (form) {
                case 0 -> CODEC.decode(bytes);
                case 1 -> CODEC.decode(inflated(bytes, (long) limit * MAX_EXPANSION));
                default -> throw new LinkException("a frame of unknown form " + form);
            };
        } catch (CodecException e) {
            throw new LinkException("no message: " + e.getMessage());
        }
    }

    /// Blocks while the peer does not read.
    void write(Message message) throws IOException {
        byte[] bytes = CODEC.encode(message);
        boolean compresses = bytes.length >= COMPRESS_FROM;
        byte[] sent = compresses ? deflated(bytes) : bytes;
        out.writeInt(sent.length);
        out.writeByte(compresses ? 1 : 0);
        out.write(sent);
        out.flush();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length / 4);
            byte[] chunk = new byte[CHUNK];
            while (!deflater.finished()) {
                result.write(chunk, 0, deflater.deflate(chunk));
            }
            return result.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static byte[] inflated(byte[] bytes, long limit) throws LinkException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes);
            ByteArrayOutputStream result = new ByteArrayOutputStream(bytes.length);
            byte[] chunk = new byte[CHUNK];
            while (!inflater.finished()) {
                int count = inflater.inflate(chunk);
                if (count == 0 || result.size() + count > limit) {
                    throw new LinkException("a compressed frame that is cut off or too large");
                }
                result.write(chunk, 0, count);
            }
            return result.toByteArray();
        } catch (DataFormatException e) {
            throw new LinkException("a compressed frame that is damaged: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }
}
