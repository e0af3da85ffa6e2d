package io.sluice.controlplane.admin;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

import io.sluice.controlplane.text.AddressText;

/// Which Host fields the admin listener answers. A page of a stranger whose name was rebound to a loopback address
/// sends
/// that name; addresses cannot be rebound.
final class HostAllowList {

    private final InetAddress bound;

    HostAllowList(InetAddress bound) {
        this.bound = bound;
    }

    boolean allows(String authority) {
        return hostOf(authority).map(this::allowsHost).orElse(false);
    }

    private boolean allowsHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost") || name.endsWith(".localhost")) {
            return true;
        }
        return AddressText.literal(name)
                .map(address -> address.isLoopbackAddress() || bound.isAnyLocalAddress() || address.equals(bound))
                .orElse(false);
    }

    /// The host without port and brackets; empty for what is no authority.
    private static Optional<String> hostOf(String authority) {
        String text = authority.strip();
        int end = text.startsWith("[") ? text.indexOf(']') + 1 : text.indexOf(':');
        if (text.startsWith("[") && end == 0) {
            return Optional.empty();
        }
        String host = end < 0 ? text : text.substring(0, end);
        String rest = end < 0 ? "" : text.substring(end);
        if (host.isEmpty() || !rest.matches("(:\\d{0,5})?")) {
            return Optional.empty();
        }
        return Optional.of(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
    }
}
