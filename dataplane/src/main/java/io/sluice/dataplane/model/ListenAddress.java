package io.sluice.dataplane.model;

import java.net.InetSocketAddress;

/// Where a listener accepts connections.
///
/// @param address port 0 takes a free one
/// @param proxyProtocol connections from trusted networks must begin with a PROXY header that names the client; others
///     are served as they are
/// @param h2c clients may speak HTTP/2 from the first byte on, without TLS (RFC 9113, 3.3); others are served by
///     HTTP/1.1
public record ListenAddress(InetSocketAddress address, boolean proxyProtocol, boolean h2c) {

    public ListenAddress {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a listener needs the address of an interface, not a name: " + address);
        }
    }

    /// HTTP/1.1 alone.
    public ListenAddress(InetSocketAddress address, boolean proxyProtocol) {
        this(address, proxyProtocol, false);
    }

    /// HTTP/1.1 alone, without PROXY headers.
    public ListenAddress(InetSocketAddress address) {
        this(address, false);
    }

    /// As this one, elsewhere.
    public ListenAddress at(InetSocketAddress other) {
        return new ListenAddress(other, proxyProtocol, h2c);
    }
}
