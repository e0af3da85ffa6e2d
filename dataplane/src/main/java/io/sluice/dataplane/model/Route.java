package io.sluice.dataplane.model;

/// One rule of a virtual host: requests whose path lies below the prefix take the action; the longest prefix wins.
///
/// @param name unique in a [ProxyConfig] and stable over generations, for statistics and people: `web@app.example.com/`
/// @param pathPrefix starts with `/`; matches whole segments, so `/app` matches `/app` and `/app/x`, never `/apple`
public record Route(String name, String pathPrefix, RouteAction action) {

    public Route {
        if (!pathPrefix.startsWith("/")) {
            throw new IllegalArgumentException("path prefix must start with '/': " + pathPrefix);
        }
    }
}
