package io.sluice.controlplane.labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.PublishedPort;

/// The HTTP routing mesh of UCP 2: each label is a route, `external_route=http://host,internal_port=80`, and maybe
/// `sticky_sessions=COOKIE` and `redirect=URL`.
final class RoutingMeshLabels {

    private static final List<String> OPTIONS =
            List.of("external_route", "internal_port", "sticky_sessions", "redirect", "include_forwarded_for");
    private static final String HTTP = "http://";
    private static final String SNI = "sni://";

    private final OldDialect dialect;
    private boolean hasRoute;
    private boolean passthrough;

    private RoutingMeshLabels(OldDialect dialect) {
        this.dialect = dialect;
    }

    /// @param routes values by key, at least one
    /// @param ports of the service; the only one of them is meant when no route names one
    static Map<String, String> translate(
            SortedMap<String, String> routes, List<PublishedPort> ports, OldDialect dialect) {
        RoutingMeshLabels labels = new RoutingMeshLabels(dialect);
        String port = "";
        for (Map.Entry<String, String> route : routes.entrySet()) {
            port = labels.addRoute(route.getKey(), route.getValue(), port);
        }
        List<Integer> targets =
                ports.stream().map(PublishedPort::targetPort).distinct().toList();
        if (port.isEmpty() && targets.size() == 1) {
            dialect.put(LabelNames.PORT, targets.getFirst().toString(), routes.firstKey());
        }
        return dialect.translated(routes.firstKey());
    }

    /// @param port of the routes before; empty when none named one
    /// @return the port of the routes up to this one
    private String addRoute(String key, String value, String port) {
        Map<String, String> options = options(key, value);
        String ownPort = options.getOrDefault("internal_port", "");
        if (!port.isEmpty() && !ownPort.isEmpty() && !ownPort.equals(port)) {
            dialect.leaveOut(
                    key,
                    "the route is left out: its port " + Printable.quoted(ownPort) + " is not " + Printable.quoted(port)
                            + ", and a service has one",
                    "make the other port a service of its own");
            return port;
        }
        if (!addHost(key, options)) {
            return port;
        }
        if (!ownPort.isEmpty()) {
            dialect.put(LabelNames.PORT, ownPort, key);
        }
        String cookie = options.getOrDefault("sticky_sessions", "");
        if (!cookie.isEmpty()) {
            dialect.put(LabelNames.STICKY_SESSION_COOKIE, cookie, key);
        }
        return ownPort.isEmpty() ? port : ownPort;
    }

    /// Whether the route can be served.
    private boolean addHost(String key, Map<String, String> options) {
        String route = options.getOrDefault("external_route", "");
        boolean isSni = route.startsWith(SNI);
        if (route.contains("://") && !route.startsWith(HTTP) && !isSni) {
            dialect.leaveOut(
                    key,
                    "the route " + Printable.quoted(route) + " is left out: it begins with neither http:// nor sni://",
                    "write 'external_route=http://app.example.com'");
            return false;
        }
        if (hasRoute && isSni != passthrough) {
            dialect.leaveOut(
                    key,
                    "the route " + Printable.quoted(route) + " is left out: a service's TLS is passed through for all"
                            + " of its hosts, or for none",
                    "make it a service of its own");
            return false;
        }
        hasRoute = true;
        passthrough = isSni;
        if (isSni) {
            dialect.put(LabelNames.SSL_PASSTHROUGH, "true", key);
        }
        String rest = isSni || route.startsWith(HTTP) ? route.substring(route.indexOf("://") + 3) : route;
        String host = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        String redirect = options.getOrDefault("redirect", "");
        if (host.isEmpty()) {
            dialect.put(LabelNames.DEFAULT_BACKEND, "true", key);
            return true;
        }
        dialect.append(LabelNames.HOSTS, host, ",", key);
        if (!redirect.isEmpty()) {
            dialect.append(LabelNames.REDIRECTS, HTTP + host + "," + redirect + ",301", ";", key);
        }
        return true;
    }

    /// The first option that cannot be read is named; more would only repeat it.
    private Map<String, String> options(String key, String value) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> bad = new ArrayList<>();
        for (String part : value.split(",")) {
            String option = part.strip();
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals).strip();
            if (OPTIONS.contains(name) && equals > 0) {
                options.put(name, option.substring(equals + 1).strip());
            } else if (!option.isEmpty()) {
                bad.add(name);
            }
        }
        if (!bad.isEmpty()) {
            dialect.leaveOut(
                    key,
                    "there is no option " + Printable.quoted(bad.getFirst()),
                    NearestName.hint(bad.getFirst(), OPTIONS, "the options are " + String.join(", ", OPTIONS)));
        }
        return options;
    }
}
