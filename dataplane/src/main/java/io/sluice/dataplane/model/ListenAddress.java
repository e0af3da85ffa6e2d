package io.sluice.dataplane.model;

import java.net.InetSocketAddress;

/// Where a listener accepts connections.
///
/// @param address port 0 takes a free one
/// @param proxyProtocol connections from trusted networks must begin with a PROXY header that names the client; others
///     are served as they are
public record ListenAddress(InetSocketAddress address, boolean proxyProtocol) {

    public ListenAddress {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a listener needs the address of an interface, not a name: " + address);
        }
    }

    /// Without PROXY headers.
    public ListenAddress(InetSocketAddress address) {
        this(address, false);
    }
}
