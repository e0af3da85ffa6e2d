package io.sluice.dataplane.model;

import java.net.InetAddress;

/// A block of IP addresses (RFC 4632): `10.0.0.0/8`, `fd00::/8`.
///
/// @param prefixBits of the address that count, 0 to 32 or 128
public record Cidr(InetAddress address, int prefixBits) {

    public Cidr {
        int addressBits = address.getAddress().length * 8;
        if (prefixBits < 0 || prefixBits > addressBits) {
            throw new IllegalArgumentException("prefix must be 0 to " + addressBits + ": " + prefixBits);
        }
    }

    /// Parses `address/bits`, or an address alone; throws [IllegalArgumentException] for anything else.
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? address.getAddress().length * 8 : Integer.parseInt(text.substring(slash + 1));
        return new Cidr(address, bits);
    }

    public boolean contains(InetAddress candidate) {
        byte[] own = address.getAddress();
        byte[] other = candidate.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < prefixBits; bit += 8) {
            int mask = prefixBits - bit >= 8 ? 0xff : 0xff << (8 - (prefixBits - bit)) & 0xff;
            if (((own[bit / 8] ^ other[bit / 8]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return address.getHostAddress() + "/" + prefixBits;
    }
}
