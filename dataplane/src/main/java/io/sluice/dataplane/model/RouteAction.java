package io.sluice.dataplane.model;

import java.util.regex.Pattern;

/// What happens to a request that a route matched.
public sealed interface RouteAction {

    /// Send it to an endpoint of the named cluster.
    ///
    /// @param stripPrefix the endpoint sees the path without the route's prefix, `/app/x?q` as `/x?q`; a request
    ///     for the prefix itself is redirected to the prefix with a slash, so that relative links work: 301,
    ///     and 308 where the method must stay
    record Forward(String cluster, boolean stripPrefix) implements RouteAction {

        public Forward(String cluster) {
            this(cluster, false);
        }
    }

    /// Answer with a redirect to the base, followed by the request's path and query.
    ///
    /// @param base scheme, authority and maybe a path, without a trailing slash: `https://new.example.com`; visible
    ///     ASCII, as it becomes part of a field
    /// @param status 301, 302, 303, 307 or 308
    record Redirect(String base, int status) implements RouteAction {

        private static final Pattern BASE = Pattern.compile("https?://[!-~&&[^/?#]][!-~&&[^?#]]*");

        public Redirect {
            if (status != 303 && (status < 301 || status > 308 || (status > 302 && status < 307))) {
                throw new IllegalArgumentException("status must be 301, 302, 303, 307 or 308: " + status);
            }
            if (!BASE.matcher(base).matches()) {
                throw new IllegalArgumentException("base must be http:// or https:// and a host, in visible ASCII: "
                        + base.replaceAll("[^!-~]", "?"));
            }
        }
    }

    /// Answer 308 to the same host, path and query over TLS.
    ///
    /// @param port where clients reach TLS, 1 to 65535; not written where it is 443
    record RedirectToHttps(int port) implements RouteAction {

        public static final int STANDARD_PORT = 443;
        private static final int MAX_PORT = 65_535;

        public RedirectToHttps {
            if (port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("port must be 1 to " + MAX_PORT + ": " + port);
            }
        }
    }

    /// Answer 200 with this plain text.
    record Text(String text) implements RouteAction {}

    /// Answer 503 from here: the service is being worked on.
    ///
    /// @param page HTML; empty: the page of all answers that the proxy makes itself
    record Maintenance(String page) implements RouteAction {}
}
