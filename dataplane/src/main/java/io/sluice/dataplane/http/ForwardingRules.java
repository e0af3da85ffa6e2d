package io.sluice.dataplane.http;

import java.util.List;

import io.sluice.dataplane.model.Cidr;

/// What one proxy adds to the requests of all its clients, and whom it believes. Immutable.
public final class ForwardingRules {

    private final TrustedNetworks trusted;
    private final int maxHops;
    private final byte[] viaLine;
    private final byte[] oldViaLine;

    /// @param trustedProxies peers whose words about their clients are believed
    /// @param maxHops addresses of X-Forwarded-For that are read and passed on
    /// @param viaName how this proxy calls itself in Via; empty: it adds none
    public ForwardingRules(List<Cidr> trustedProxies, int maxHops, String viaName) {
        trusted = new TrustedNetworks(trustedProxies);
        this.maxHops = maxHops;
        viaLine = viaLine("1.1", viaName);
        oldViaLine = viaLine("1.0", viaName);
    }

    static byte[] viaLine(String version, String name) {
        return Octets.ascii(name.isEmpty() ? "" : "via: " + version + " " + name + "\r\n");
    }

    public TrustedNetworks trusted() {
        return trusted;
    }

    int maxHops() {
        return maxHops;
    }

    /// Empty when there is none to add.
    ///
    /// @param minorVersion in which the message was received (RFC 9110, 7.6.3)
    byte[] viaLine(int minorVersion) {
        return minorVersion == 0 ? oldViaLine : viaLine;
    }
}
