package io.sluice.dataplane.model;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/// A block of IP addresses (RFC 4632): `10.0.0.0/8`, `fd00::/8`.
///
/// @param prefixBits of the address that count, 0 to 32 or 128
public record Cidr(InetAddress address, int prefixBits) {

    /// Four parts, since the JDK takes `10` for 0.0.0.10; no zone; an IPv6 address has a colon.
    private static final Pattern FORM =
            Pattern.compile("(?<address>\\d+(\\.\\d+){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(/(?<bits>\\d{1,3}))?");

    public Cidr {
        int addressBits = address.getAddress().length * 8;
        if (prefixBits < 0 || prefixBits > addressBits) {
            throw new IllegalArgumentException("prefix must be 0 to " + addressBits + ": " + prefixBits);
        }
    }

    /// Parses `address/bits`, or an address alone; throws [IllegalArgumentException] for anything else.
    public static Cidr parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw notOne(text, null);
        }
        try {
            InetAddress address = InetAddress.ofLiteral(parts.group("address"));
            String bits = parts.group("bits");
            return new Cidr(address, bits == null ? address.getAddress().length * 8 : Integer.parseInt(bits));
        } catch (IllegalArgumentException e) {
            throw notOne(text, e);
        }
    }

    private static IllegalArgumentException notOne(String text, @Nullable Exception cause) {
        return new IllegalArgumentException("'" + text + "' is no block of addresses such as 10.0.0.0/8", cause);
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
