package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;

/// Assemblies in a form that tests can compare at a glance.
final class AssemblyText {

    private AssemblyText() {}

    /// `a.local: web@a.local/ -> web`, one line per host; `*` for the default.
    static List<String> routes(Assembly assembly) {
        List<String> lines = new ArrayList<>();
        assembly.config()
                .virtualHosts()
                .forEach(host -> host.routes().forEach(route -> lines.add(host.host() + ": " + text(route))));
        assembly.config().defaultRoutes().forEach(route -> lines.add("*: " + text(route)));
        return lines;
    }

    /// `web: web.1=10.0.0.1:8080 web.2=10.0.0.2:8080`, one line per cluster.
    static List<String> clusters(Assembly assembly) {
        return assembly.config().clusters().stream().map(AssemblyText::text).toList();
    }

    /// `web: missing-port`, one line per error, of all severities.
    static List<String> codes(Assembly assembly) {
        return assembly.errors().stream()
                .map(error -> error.service() + ": " + error.code())
                .toList();
    }

    static List<ConfigError> errors(Assembly assembly, Severity severity) {
        return assembly.errors().stream()
                .filter(error -> error.severity() == severity)
                .toList();
    }

    /// `web: task front 2 routed`, one line per service.
    static List<String> services(Assembly assembly) {
        return assembly.services().stream()
                .map(service -> service.service() + ": " + service.mode() + " '" + service.network() + "' "
                        + service.endpoints() + " " + service.state())
                .toList();
    }

    private static String text(Route route) {
        return switch (route.action()) {
            case RouteAction.Forward forward -> route.name() + " -> " + forward.cluster();
            case RouteAction.Redirect redirect -> route.name() + " => " + redirect.status() + " " + redirect.base();
            case RouteAction.RedirectToHttps redirect -> route.name() + " => https:" + redirect.port();
            case RouteAction.Text text -> route.name() + " => '" + text.text() + "'";
            case RouteAction.Maintenance maintenance -> route.name() + " => 503";
        };
    }

    private static String text(Cluster cluster) {
        return cluster.name()
                + cluster.endpoints().stream().map(AssemblyText::text).collect(Collectors.joining(" ", ": ", ""));
    }

    private static String text(Endpoint endpoint) {
        return endpoint.name() + "=" + endpoint.hostAndPort();
    }
}
