package io.sluice.dataplane.http;

import java.util.List;

import io.sluice.dataplane.model.Cidr;

/// The networks whose hosts are believed when they say who the client is. Immutable.
public final class TrustedNetworks {

    private static final int IPV4_PREFIX_BITS = 96;

    private final boolean[] ipv4;
    private final long[] highs;
    private final long[] highMasks;
    private final long[] lows;
    private final long[] lowMasks;

    public TrustedNetworks(List<Cidr> networks) {
        int count = networks.size();
        ipv4 = new boolean[count];
        highs = new long[count];
        highMasks = new long[count];
        lows = new long[count];
        lowMasks = new long[count];
        for (int i = 0; i < count; i++) {
            IpAddress address = IpAddress.of(networks.get(i).address());
            ipv4[i] = address.isIpv4();
            int bits = networks.get(i).prefixBits() + (address.isIpv4() ? IPV4_PREFIX_BITS : 0);
            highMasks[i] = mask(bits);
            lowMasks[i] = mask(bits - 64);
            highs[i] = address.high() & highMasks[i];
            lows[i] = address.low() & lowMasks[i];
        }
    }

    /// Of a half of the address: that many bits from the left.
    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= 64 ? -1 : -1L << (64 - bits);
    }

    public boolean contains(IpAddress address) {
        for (int i = 0; i < highs.length; i++) {
            if (ipv4[i] == address.isIpv4()
                    && (address.high() & highMasks[i]) == highs[i]
                    && (address.low() & lowMasks[i]) == lows[i]) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return highs.length == 0;
    }
}
