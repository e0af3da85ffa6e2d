package io.sluice.dataplane.model;

import java.net.InetSocketAddress;

/// Where a listener accepts connections.
///
/// @param address port 0 takes a free one
public record ListenAddress(InetSocketAddress address) {

    public ListenAddress {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("a listener needs the address of an interface, not a name: " + address);
        }
    }
}
