package io.sluice.controlplane.compose;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.Printable;

/// Where something listens, as `x-sluice` writes it: `127.0.0.1:9001` or `[::1]:9001`. Names are not looked up: an
/// address that can change without the file changing is a discovery of its own.
sealed interface TaskAddress {

    record Valid(InetAddress address, int port) implements TaskAddress {}

    record Invalid(String problem, String hint) implements TaskAddress {}

    static TaskAddress of(String text) {
        return Syntax.read(text);
    }

    /// The rules behind [#of].
    final class Syntax {

        private static final String EXAMPLES = "write an IP address and a port: 127.0.0.1:9001 or [::1]:9001";
        private static final Pattern WITH_PORT = Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]]*):([0-9]{1,5})");
        private static final Pattern OCTETS = Pattern.compile("([0-9]{1,3})(\\.[0-9]{1,3}){3}");
        private static final Pattern HEX_GROUPS = Pattern.compile("\\[[0-9a-fA-F.]*:[0-9a-fA-F:.]*]");
        private static final int MAX_PORT = 65_535;

        private Syntax() {}

        private static TaskAddress read(String text) {
            Matcher parts = WITH_PORT.matcher(text);
            if (!parts.matches()) {
                return new Invalid(Printable.quoted(text) + " is not an address with a port", EXAMPLES);
            }
            int port = Integer.parseInt(parts.group(2));
            if (port < 1 || port > MAX_PORT) {
                return new Invalid(
                        Printable.quoted(text) + " has the port " + port, "write a port from 1 to " + MAX_PORT);
            }
            String host = parts.group(1);
            if (!OCTETS.matcher(host).matches() && !HEX_GROUPS.matcher(host).matches()) {
                return new Invalid(
                        Printable.quoted(host) + " is not an IP address, and names are not looked up", EXAMPLES);
            }
            return literal(host, port);
        }

        private static TaskAddress literal(String host, int port) {
            try {
                String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
                return new Valid(InetAddress.ofLiteral(bare), port);
            } catch (IllegalArgumentException e) {
                return new Invalid(Printable.quoted(host) + " is not an IP address", EXAMPLES);
            }
        }
    }
}
