package io.sluice.dataplane.listen;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// First bytes of TLS connections: real ones of the JDK, and made ones.
final class ClientHellos {

    private ClientHellos() {}

    /// @param serverName empty: none
    static byte[] ofJdk(String serverName) {
        try {
            SSLEngine engine = SSLContext.getDefault().createSSLEngine();
            engine.setUseClientMode(true);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setServerNames(serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
            engine.setSSLParameters(parameters);
            ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
            engine.wrap(ByteBuffer.allocate(0), out);
            byte[] hello = new byte[out.flip().remaining()];
            out.get(hello);
            return hello;
        } catch (GeneralSecurityException | SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// One record with a hello that has just these extensions.
    static byte[] with(byte[]... extensions) {
        ByteBuf body = Unpooled.buffer();
        body.writeShort(0x0303).writeZero(32).writeByte(0); // version, random, no session
        body.writeShort(2).writeShort(0x1301).writeByte(1).writeByte(0); // one cipher suite, no compression
        ByteBuf all = Unpooled.buffer();
        for (byte[] extension : extensions) {
            all.writeBytes(extension);
        }
        body.writeShort(all.readableBytes()).writeBytes(all);
        return record(message(body));
    }

    private static ByteBuf message(ByteBuf body) {
        return Unpooled.buffer().writeByte(1).writeMedium(body.readableBytes()).writeBytes(body);
    }

    private static byte[] record(ByteBuf content) {
        ByteBuf record = Unpooled.buffer().writeByte(22).writeShort(0x0301).writeShort(content.readableBytes());
        return bytes(record.writeBytes(content));
    }

    static byte[] serverName(String name) {
        byte[] text = name.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuf extension = Unpooled.buffer().writeShort(0).writeShort(text.length + 5);
        return bytes(extension
                .writeShort(text.length + 3)
                .writeByte(0)
                .writeShort(text.length)
                .writeBytes(text));
    }

    static byte[] extension(int type, int length) {
        return bytes(Unpooled.buffer().writeShort(type).writeShort(length).writeZero(length));
    }

    /// The same message in records of so many bytes.
    static byte[] inRecords(byte[] hello, int bytes) {
        ByteBuf out = Unpooled.buffer();
        for (int at = 5; at < hello.length; at += bytes) {
            int length = Math.min(bytes, hello.length - at);
            out.writeByte(22).writeShort(0x0301).writeShort(length).writeBytes(hello, at, length);
        }
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
