package io.sluice.dataplane.model;

import java.net.InetSocketAddress;

/// One address that serves a cluster.
///
/// @param name for people: the task's name (`web.2`) or `vip`
/// @param address resolved: the data plane looks up no names
public record Endpoint(String name, InetSocketAddress address) {

    public Endpoint {
        if (address.isUnresolved() || address.getPort() == 0) {
            throw new IllegalArgumentException("endpoint " + name + " needs a resolved address and a port: " + address);
        }
    }

    /// `10.0.1.5:8080` or `[fd00::5]:8080`.
    public String hostAndPort() {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
