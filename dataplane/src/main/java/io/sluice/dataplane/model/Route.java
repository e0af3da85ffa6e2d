package io.sluice.dataplane.model;

/// One rule of a virtual host: requests whose path lies below the prefix take the action; the longest prefix wins.
///
/// @param name unique in a [ProxyConfig] and stable over generations, for statistics and people: `web@app.example.com/`
/// @param pathPrefix starts with `/`; matches whole segments, so `/app` matches `/app` and `/app/x`, never `/apple`
/// @param policy what is checked before the action, and changed on the way
public record Route(String name, String pathPrefix, RouteAction action, RoutePolicy policy) {

    public Route {
        if (!pathPrefix.startsWith("/")) {
            throw new IllegalArgumentException("path prefix must start with '/': " + pathPrefix);
        }
    }

    /// A route that checks and changes nothing.
    public Route(String name, String pathPrefix, RouteAction action) {
        this(name, pathPrefix, action, RoutePolicy.NONE);
    }
}
