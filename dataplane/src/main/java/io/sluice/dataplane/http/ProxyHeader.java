package io.sluice.dataplane.http;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/// The header of the PROXY protocol, version 2: the first bytes of a connection to an endpoint that asks for it.
final class ProxyHeader {

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final byte VERSION_2_PROXY = 0x21;
    private static final byte TCP_OVER_IPV4 = 0x11;
    private static final byte TCP_OVER_IPV6 = 0x21;
    private static final int FIXED_BYTES = 16;

    private ProxyHeader() {}

    static byte[] of(InetSocketAddress source, InetSocketAddress destination) {
        boolean isIpv4 =
                source.getAddress() instanceof Inet4Address && destination.getAddress() instanceof Inet4Address;
        int addressBytes = isIpv4 ? 4 : 16;
        int rest = 2 * addressBytes + 2 * Short.BYTES;
        return ByteBuffer.allocate(FIXED_BYTES + rest)
                .put(SIGNATURE)
                .put(VERSION_2_PROXY)
                .put(isIpv4 ? TCP_OVER_IPV4 : TCP_OVER_IPV6)
                .putShort((short) rest)
                .put(bytes(source.getAddress(), addressBytes))
                .put(bytes(destination.getAddress(), addressBytes))
                .putShort((short) source.getPort())
                .putShort((short) destination.getPort())
                .array();
    }

    /// An IPv4 address beside an IPv6 one is written as `::ffff:a.b.c.d`.
    private static byte[] bytes(InetAddress address, int count) {
        byte[] own = address.getAddress();
        if (own.length == count) {
            return own;
        }
        byte[] mapped = new byte[count];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(own, 0, mapped, 12, own.length);
        return mapped;
    }
}
