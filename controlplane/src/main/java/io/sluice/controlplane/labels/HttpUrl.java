package io.sluice.controlplane.labels;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.text.AddressText;
import io.sluice.dataplane.model.HostName;

/// An absolute `http` or `https` URL without user and fragment.
///
/// @param scheme `http` or `https`
/// @param host as written but lower-case, an IPv6 address in brackets
/// @param path percent-encoded; empty where the URL has none
/// @param query with its `?`; empty where the URL has none
record HttpUrl(String scheme, String host, OptionalInt port, String path, String query) {

    static final String HTTP = "http";
    static final String HTTPS = "https";

    private static final String CODE = "invalid-url";
    private static final String SEPARATOR = "://";
    private static final int MAX_LENGTH = 2048;

    /// @throws BadValue for anything else
    static HttpUrl parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        String scheme = separator < 0 ? "" : text.substring(0, separator).toLowerCase(Locale.ROOT);
        if (!scheme.equals(HTTP) && !scheme.equals(HTTPS)) {
            throw bad(text, "has no scheme http or https", "write it whole, as in 'https://app.example.com'");
        }
        if (text.length() > MAX_LENGTH) {
            throw bad(text, "is longer than " + MAX_LENGTH + " characters", "shorten it");
        }
        String rest = text.substring(separator + SEPARATOR.length());
        int pathStart = PathText.indexOfAny(rest, "/?#");
        int queryStart = PathText.indexOfAny(rest, "?#");
        Authority authority = Authority.parse(text, rest.substring(0, pathStart));
        return new HttpUrl(
                scheme,
                authority.host(),
                authority.port(),
                pathStart == queryStart ? "" : PathText.normalize(rest.substring(pathStart, queryStart)),
                PathText.query(rest.substring(queryStart)));
    }

    /// Scheme, host, and the port where it is not the scheme's own.
    String origin() {
        int standard = scheme.equals(HTTP) ? 80 : 443;
        String shownPort = port.isEmpty() || port.getAsInt() == standard ? "" : ":" + port.getAsInt();
        return scheme + SEPARATOR + host + shownPort;
    }

    private static BadValue bad(String text, String problem, String remedy) {
        return new BadValue(CODE, Printable.quoted(text) + " " + problem, remedy);
    }

    /// `host[:port]`.
    private record Authority(String host, OptionalInt port) {

        static Authority parse(String url, String text) {
            if (text.contains("@")) {
                throw bad(url, "has a user", "leave out the '@' and what is before it");
            }
            int colon = text.endsWith("]") ? -1 : text.lastIndexOf(':');
            String host = colon < 0 ? text : text.substring(0, colon);
            OptionalInt port = colon < 0 ? OptionalInt.empty() : OptionalInt.of(port(url, text.substring(colon + 1)));
            return new Authority(host(url, host), port);
        }

        private static int port(String url, String text) {
            if (Values.isDecimal(text) && text.length() <= 5) {
                int port = Integer.parseInt(text);
                if (port >= 1 && port <= RoutingLabels.MAX_PORT) {
                    return port;
                }
            }
            throw bad(url, "has a port that is none", "write 1 to " + RoutingLabels.MAX_PORT);
        }

        private static String host(String url, String text) {
            if (text.startsWith("[") && text.endsWith("]")) {
                String address = text.substring(1, text.length() - 1);
                if (address.contains(":") && AddressText.literal(address).isPresent() && !address.contains("%")) {
                    return text.toLowerCase(Locale.ROOT);
                }
                throw bad(url, "has an IPv6 address that is none", "write it as in 'http://[fd00::5]:8080'");
            }
            Optional<String> problem = HostName.problemOf(text);
            if (problem.isPresent()) {
                throw bad(url, "has a host that " + problem.get(), "write a DNS name, as in 'app.example.com'");
            }
            return HostName.of(text).value();
        }
    }
}
