package io.sluice.controlplane.convert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One middleware of Traefik's.
///
/// @param settings by what follows its name: `stripprefix.prefixes`
/// @param ours gets labels of ours
/// @param leftOver gets what there are none for
record TraefikMiddleware(String name, Map<String, String> settings, Map<String, String> ours, List<String> leftOver) {

    private static final String HEADERS = "headers.";
    private static final String REQUEST = "headers.customrequestheaders.";
    private static final String RESPONSE = "headers.customresponseheaders.";

    void convert() {
        settings.forEach(this::convert);
    }

    private void convert(String key, String value) {
        String setting = key.toLowerCase(Locale.ROOT);
        if (setting.startsWith(REQUEST)) {
            ours.put("request_header." + key.substring(REQUEST.length()), value);
        } else if (setting.startsWith(RESPONSE)) {
            ours.put("response_header." + key.substring(RESPONSE.length()), value);
        } else if (setting.startsWith(HEADERS)) {
            header(key, setting.substring(HEADERS.length()), value);
        } else {
            other(key, setting, value);
        }
    }

    private void header(String key, String setting, String value) {
        switch (setting) {
            case "stsseconds" -> hsts(value + "s");
            case "stsincludesubdomains" -> hstsWord(value, "includeSubDomains");
            case "stspreload" -> hstsWord(value, "preload");
            case "accesscontrolalloworiginlist" -> ours.put("cors_origins", value);
            case "accesscontrolallowmethods" -> ours.put("cors_methods", value);
            case "accesscontrolallowheaders" -> ours.put("cors_headers", value);
            case "accesscontrolallowcredentials" -> ours.put("cors_credentials", value);
            case "accesscontrolmaxage" -> ours.put("cors_max_age", value + "s");
            default -> leave(key);
        }
    }

    private void other(String key, String setting, String value) {
        switch (setting) {
            case "redirectscheme.scheme" -> redirect(key, value);
            case "redirectscheme.permanent" -> {}
            case "stripprefix.prefixes" -> strip(key, value);
            case "basicauth.users" -> users(key, value);
            case "basicauth.realm" -> ours.put("basic_auth_realm", value);
            case "ipallowlist.sourcerange", "ipwhitelist.sourcerange" -> ours.put("ip_allow", value);
            case "ratelimit.average" -> ours.put("rate_limit", value + "/s");
            case "ratelimit.burst" -> ours.put("rate_limit_burst", value);
            case "compress" -> ours.put("compress", value);
            case "buffering.maxrequestbodybytes" -> ours.put("max_body", value);
            case "forwardauth.address" -> ours.put("forward_auth", value);
            case "forwardauth.authresponseheaders" -> ours.put("forward_auth_headers", value);
            case "inflightreq.amount" -> ours.put("max_requests", value);
            case "retry.attempts" -> retries(key, value);
            default -> leave(key);
        }
    }

    private void redirect(String key, String scheme) {
        if (scheme.equalsIgnoreCase("https")) {
            ours.put("ssl_only", "true");
        } else {
            leave(key);
        }
    }

    /// Only the service's own path is taken off here.
    private void strip(String key, String prefix) {
        if (prefix.equals(ours.get("context_root"))) {
            ours.put("context_root_rewrite", "true");
        } else {
            leave(key);
        }
    }

    /// MD5 and SHA-1 are no protection any more.
    private void users(String key, String users) {
        boolean bcrypt =
                Arrays.stream(users.split(",")).allMatch(user -> user.matches("\\s*[^:]+:\\${1,2}2[aby]\\$.*"));
        if (bcrypt) {
            ours.put("basic_auth", users);
        } else {
            leftOver.add("middleware " + name + ": " + key + ": only bcrypt is taken: make it anew with htpasswd -nB");
        }
    }

    /// Traefik counts the first try.
    private void retries(String key, String attempts) {
        if (attempts.matches("[1-9]\\d?")) {
            ours.put("retries", Integer.toString(Math.min(10, Integer.parseInt(attempts) - 1)));
        } else {
            leave(key);
        }
    }

    private void hsts(String time) {
        ours.merge("hsts", time, (words, first) -> first + "," + words);
    }

    private void hstsWord(String flag, String word) {
        if (flag.equalsIgnoreCase("true")) {
            ours.merge("hsts", word, (before, next) -> before + "," + next);
        }
    }

    private void leave(String key) {
        leftOver.add("middleware " + name + ": " + key + ": there is no counterpart");
    }
}
