package io.sluice.controlplane.convert;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The labels that Traefik reads from one service, as labels of ours. Pure.
public final class TraefikLabels {

    private static final String ROUTERS = "traefik.http.routers.";
    private static final String SERVICES = "traefik.http.services.";
    private static final String MIDDLEWARES = "traefik.http.middlewares.";
    private static final Pattern PART =
            Pattern.compile("(?<name>Host|PathPrefix)\\((?<items>`[^`]*`(?:\\s*,\\s*`[^`]*`)*)\\)");

    /// Of what keeps requests away: its line among what was left over.
    private static final Pattern GUARD = Pattern.compile(
            "^middleware \\S+: (basicauth|digestauth|ipallowlist|ipwhitelist|forwardauth|ratelimit|inflightreq)\\.",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, String> labels = new TreeMap<>();
    private final Map<String, String> ours = new TreeMap<>();
    private final List<String> leftOver = new ArrayList<>();

    private TraefikLabels(Map<String, String> labels) {
        labels.forEach((key, value) -> {
            if (key.toLowerCase(Locale.ROOT).startsWith("traefik.")) {
                this.labels.put(key, value.strip());
            }
        });
    }

    /// @param labels by name, without our prefix
    /// @param leftOver what was not carried over, each with the reason
    public record Converted(Map<String, String> labels, List<String> leftOver) {

        public Converted {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
            leftOver = List.copyOf(leftOver);
        }
    }

    /// @param labels of a service, by key; those of others are passed over
    public static Converted convert(Map<String, String> labels) {
        return new TraefikLabels(labels).converted();
    }

    private Converted converted() {
        if (labels.getOrDefault("traefik.enable", "true").equalsIgnoreCase("false")) {
            return new Converted(
                    Map.of(), labels.size() > 1 ? List.of("traefik.enable: the service is switched off") : List.of());
        }
        List<String> routers = names(ROUTERS);
        List<String> joined = joined(routers);
        joined.forEach(this::router);
        List<String> others =
                routers.stream().filter(name -> !joined.contains(name)).toList();
        others.forEach(name -> leave(
                ROUTERS + name,
                "its path, middlewares or service are not those of router " + routers.getFirst()
                        + ": make it a second service"));
        labels.forEach(this::take);
        Set<String> used = new LinkedHashSet<>();
        joined.forEach(name -> used.addAll(middlewares(name)));
        for (String name : names(MIDDLEWARES)) {
            if (used.remove(name)) {
                new TraefikMiddleware(name, settings(MIDDLEWARES + name + "."), ours, leftOver).convert();
            } else {
                leave(MIDDLEWARES + name, "no router of this service uses it");
            }
        }
        used.forEach(name -> leave("middleware " + name, "it is not defined on this service"));
        if (isLessGuarded(others, used)) {
            leaveHosts();
        }
        return new Converted(ours, leftOver);
    }

    /// The first, and those that say nothing else but for other hosts: their hosts are one service's here. One
    /// that only redirects to TLS, as is usual beside one for TLS, is the label `ssl_only`.
    private List<String> joined(List<String> routers) {
        if (routers.isEmpty()) {
            return List.of();
        }
        String first = routers.getFirst();
        List<String> joined = new ArrayList<>(List.of(first));
        routers.stream().skip(1).filter(name -> isLike(first, name)).forEach(joined::add);
        return joined;
    }

    private boolean isLike(String first, String other) {
        Optional<Rule> mine = rule(first);
        Optional<Rule> others = rule(other);
        if (mine.isEmpty() || others.isEmpty()) {
            return false;
        }
        boolean hasSameHosts = new HashSet<>(mine.get().hosts())
                .equals(new HashSet<>(others.get().hosts()));
        return mine.get().path().equals(others.get().path())
                && setting(first, ".service").equals(setting(other, ".service"))
                && withoutRedirects(first).equals(withoutRedirects(other))
                && (hasSameHosts || middlewares(first).equals(middlewares(other)));
    }

    private List<String> withoutRedirects(String router) {
        return middlewares(router).stream()
                .filter(name -> settings(MIDDLEWARES + name + ".").keySet().stream()
                        .noneMatch(key -> key.toLowerCase(Locale.ROOT).startsWith("redirectscheme.")))
                .toList();
    }

    /// Something kept requests away, or may have, and does not any more.
    ///
    /// @param others routers that are not carried over
    /// @param unknown middlewares that are defined elsewhere
    private boolean isLessGuarded(List<String> others, Set<String> unknown) {
        boolean isGuardedElsewhere =
                others.stream().anyMatch(name -> labels.containsKey(ROUTERS + name + ".middlewares"));
        return isGuardedElsewhere
                || !unknown.isEmpty()
                || leftOver.stream().anyMatch(line -> GUARD.matcher(line).find());
    }

    private void leaveHosts() {
        String hosts = ours.remove("hosts");
        if (hosts != null) {
            leave("hosts " + hosts, "left out, as what guards them could not be carried over: add them when it is");
        }
    }

    private List<String> names(String prefix) {
        TreeSet<String> names = new TreeSet<>();
        labels.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> names.add(key.substring(prefix.length()).replaceFirst("\\..*", "")));
        return new ArrayList<>(names);
    }

    /// By what follows the prefix, in lower case but for names of header fields.
    private Map<String, String> settings(String prefix) {
        Map<String, String> settings = new TreeMap<>();
        labels.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return settings;
    }

    private void router(String name) {
        settings(ROUTERS + name + ".").forEach((key, value) -> {
            String label = ROUTERS + name + "." + key;
            switch (key.toLowerCase(Locale.ROOT)) {
                case "rule" -> rule(label, value);
                case "entrypoints" -> leave(label, "every listener of a proxy serves every host");
                case "tls" -> leave(label, "name the certificate's secrets: ssl_cert and ssl_key");
                case "priority" -> leave(label, "the longest host and path win");
                case "middlewares", "service" -> {}
                default -> leave(label, "there is no counterpart");
            }
        });
    }

    private record Rule(List<String> hosts, Optional<String> path) {}

    private Optional<Rule> rule(String router) {
        return parsed(setting(router, ".rule"));
    }

    private String setting(String router, String key) {
        return labels.getOrDefault(ROUTERS + router + key, "");
    }

    private void rule(String label, String text) {
        Optional<Rule> rule = parsed(text);
        if (rule.isEmpty()) {
            leave(label, "only hosts and one path prefix can be carried over from a rule");
            return;
        }
        String known = ours.getOrDefault("hosts", "");
        Set<String> hosts = new LinkedHashSet<>(known.isEmpty() ? List.of() : List.of(known.split(",")));
        hosts.addAll(rule.get().hosts());
        ours.put("hosts", String.join(",", hosts));
        rule.get().path().ifPresent(path -> ours.put("context_root", path));
    }

    /// `Host(…)`, several of them joined by `||`, and one `PathPrefix` joined to all of them by `&&`.
    private static Optional<Rule> parsed(String rule) {
        List<String> hosts = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        Matcher parts = PART.matcher(rule);
        while (parts.find()) {
            List<String> items = items(parts.group("items"));
            (parts.group("name").equals("Host") ? hosts : paths).addAll(items);
        }
        String rest = PART.matcher(rule).replaceAll("x").replaceAll("[\\s()]", "");
        boolean isPlain = paths.isEmpty()
                ? rest.matches("x(\\|\\|x)*")
                : paths.size() == 1 && rest.matches("x(\\|\\|x)*&&x") && isPathLast(rule);
        return hosts.isEmpty() || !isPlain
                ? Optional.empty()
                : Optional.of(new Rule(hosts, paths.stream().findFirst()));
    }

    /// With two hosts before it, only where these are in brackets: `&&` binds more tightly.
    private static boolean isPathLast(String rule) {
        int path = rule.indexOf("PathPrefix(");
        boolean several = rule.contains("||");
        return rule.indexOf("Host(", path) < 0 && (!several || rule.strip().startsWith("("));
    }

    private static List<String> items(String list) {
        return Pattern.compile("`([^`]*)`")
                .matcher(list)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private void take(String key, String value) {
        if (key.startsWith(SERVICES)) {
            service(key, value);
            return;
        }
        switch (key.toLowerCase(Locale.ROOT)) {
            case "traefik.enable" -> {}
            case "traefik.docker.network", "traefik.swarm.network" -> ours.put("network", value);
            case "traefik.docker.lbswarm", "traefik.swarm.lbswarm" -> {
                if (value.equalsIgnoreCase("true")) {
                    ours.put("backend_mode", "vip");
                }
            }
            default -> {
                if (!key.startsWith(ROUTERS) && !key.startsWith(MIDDLEWARES)) {
                    leave(key, "there is no counterpart");
                }
            }
        }
    }

    private void service(String key, String value) {
        String setting =
                key.substring(SERVICES.length()).replaceFirst("^[^.]*\\.", "").toLowerCase(Locale.ROOT);
        switch (setting) {
            case "loadbalancer.server.port" -> ours.put("port", value);
            case "loadbalancer.server.scheme" -> scheme(key, value);
            case "loadbalancer.healthcheck.path" -> ours.put("health_path", value);
            case "loadbalancer.healthcheck.interval" -> ours.put("health_interval", value);
            case "loadbalancer.healthcheck.timeout" -> ours.put("health_timeout", value);
            case "loadbalancer.sticky.cookie", "loadbalancer.sticky" -> {
                if (value.equalsIgnoreCase("true")) {
                    ours.putIfAbsent("sticky", "cookie:sluice_task");
                }
            }
            case "loadbalancer.sticky.cookie.name" -> ours.put("sticky", "cookie:" + value);
            default -> leave(key, "there is no counterpart");
        }
    }

    private void scheme(String key, String value) {
        switch (value.toLowerCase(Locale.ROOT)) {
            case "http" -> {}
            case "https" -> ours.put("ssl_backend", "true");
            case "h2c" -> ours.put("protocol", "h2");
            default -> leave(key, "the scheme is not known");
        }
    }

    private List<String> middlewares(String router) {
        List<String> used = new ArrayList<>();
        for (String item : setting(router, ".middlewares").split(",")) {
            String name = item.strip().replaceFirst("@.*", "");
            if (!name.isEmpty()) {
                used.add(name);
            }
        }
        return used;
    }

    private void leave(String label, String why) {
        leftOver.add(label + ": " + why);
    }
}
