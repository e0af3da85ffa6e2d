package io.sluice.controlplane.assemble;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;

/// Which addresses an endpoint may have. It depends on who says where tasks are: a swarm's state is shaped by tenants,
/// who must not point the proxy at its own host or at a cloud's metadata service; a Compose file is the operator's own.
public enum AddressPolicy {
    SWARM {
        @Override
        Optional<String> problem(InetAddress address) {
            if (address.isLoopbackAddress()) {
                return Optional.of("a loopback address");
            }
            if (address.isLinkLocalAddress()) {
                return Optional.of("a link-local address");
            }
            if (address instanceof Inet6Address ipv6 && ipv6.isIPv4CompatibleAddress()) {
                return Optional.of("an IPv4 address in IPv6 form");
            }
            return unusable(address);
        }
    },
    COMPOSE {
        @Override
        Optional<String> problem(InetAddress address) {
            return unusable(address);
        }
    };

    /// What kind of address it is, when no endpoint may have it.
    abstract Optional<String> problem(InetAddress address);

    /// What no connection can go to, whoever wrote it.
    private static Optional<String> unusable(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address.isAnyLocalAddress() || (bytes.length == 4 && bytes[0] == 0)) {
            return Optional.of("an unspecified address");
        }
        if (address.isMulticastAddress()) {
            return Optional.of("a multicast address");
        }
        if (bytes.length == 4 && (bytes[0] & 0xf0) == 0xf0) {
            return Optional.of("a reserved or broadcast address");
        }
        return Optional.empty();
    }
}
