package io.sluice.controlplane.admin;

import java.util.Locale;

/// The URL of a request that somebody asks about, as a client would split it.
///
/// @param authority of the Host field
/// @param target origin-form
record RequestUrl(String authority, String target) {

    /// Accepts `http://host:port/path?query`, `ws://…` and the same without scheme; hosts and paths are judged by the
    /// router, not here.
    static RequestUrl parse(String url) {
        String rest = withoutFragment(withoutScheme(url.strip()));
        int end = endOfAuthority(rest);
        String authority = rest.substring(0, end);
        int at = authority.lastIndexOf('@');
        authority = authority.substring(at + 1);
        if (authority.isEmpty()) {
            throw new IllegalArgumentException("no host in '" + url + "'");
        }
        String target = rest.substring(end);
        return new RequestUrl(authority, target.startsWith("/") ? target : "/" + target);
    }

    private static String withoutScheme(String url) {
        int colon = url.indexOf("://");
        if (colon < 0) {
            return url;
        }
        String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "http", "https", "ws", "wss" -> url.substring(colon + 3);
            default -> throw new IllegalArgumentException("'" + scheme + "' is none of http, https, ws, wss");
        };
    }

    private static String withoutFragment(String url) {
        int hash = url.indexOf('#');
        return hash < 0 ? url : url.substring(0, hash);
    }

    private static int endOfAuthority(String rest) {
        int slash = rest.indexOf('/');
        int query = rest.indexOf('?');
        int end = slash < 0 ? rest.length() : slash;
        return query < 0 ? end : Math.min(end, query);
    }
}
