package io.sluice.dataplane.model;

/// What happens to a request that a route matched.
public sealed interface RouteAction {

    /// Send it to an endpoint of the named cluster.
    ///
    /// @param stripPrefix the endpoint sees the path without the route's prefix, `/app/x?q` as `/x?q`; a request
    ///     for the prefix itself is answered 301 to the prefix with a slash, so that relative links work
    record Forward(String cluster, boolean stripPrefix) implements RouteAction {

        public Forward(String cluster) {
            this(cluster, false);
        }
    }

    /// Answer with a redirect to the base, followed by the request's path and query.
    ///
    /// @param base scheme, authority and maybe a path, without a trailing slash: `https://new.example.com`
    /// @param status 301, 302, 303, 307 or 308
    record Redirect(String base, int status) implements RouteAction {

        public Redirect {
            if (status != 303 && (status < 301 || status > 308 || (status > 302 && status < 307))) {
                throw new IllegalArgumentException("status must be 301, 302, 303, 307 or 308: " + status);
            }
        }
    }

    /// Answer 503 from here: the service is being worked on.
    ///
    /// @param page HTML; empty: the page of all answers that the proxy makes itself
    record Maintenance(String page) implements RouteAction {}
}
