package io.sluice.controlplane.text;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Socket addresses as people write them: `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, and `:8080` or `8080` for
/// every address of a default host. No other names: what a proxy listens on must not depend on a resolver.
public final class AddressText {

    private static final int MAX_PORT = 65_535;
    private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private AddressText() {}

    /// @param defaultHost an IP address
    /// @throws IllegalArgumentException for anything else, with what is wrong
    public static InetSocketAddress parse(String text, String defaultHost) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        String host = colon < 0 ? "" : trimmed.substring(0, colon);
        String port = trimmed.substring(colon + 1);
        return new InetSocketAddress(host(text, host.isEmpty() ? defaultHost : host), port(text, port));
    }

    /// `10.0.1.5:8080` or `[fd00::5]:8080`.
    public static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    /// An IPv6 address without brackets, or an IPv4 address of four numbers; other forms, like `127.1`, are nobody's
    /// intention.
    public static Optional<InetAddress> literal(String text) {
        if (text.indexOf(':') < 0 && !FOUR_NUMBERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InetAddress host(String text, String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.equals("localhost")) {
            return InetAddress.ofLiteral("127.0.0.1");
        }
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        if (name.indexOf(':') >= 0 && !bracketed) {
            throw new IllegalArgumentException("'" + text + "': write an IPv6 address in brackets: [::1]:8080");
        }
        return literal(bracketed ? name.substring(1, name.length() - 1) : name)
                .orElseThrow(() -> new IllegalArgumentException("'" + text + "': '" + host + "' is no IP address"));
    }

    private static int port(String text, String port) {
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MAX_PORT) {
            throw new IllegalArgumentException("'" + text + "': '" + port + "' is no port from 0 to " + MAX_PORT);
        }
        return Integer.parseInt(port);
    }
}
