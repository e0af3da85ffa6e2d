package io.sluice.dataplane.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;

/// What both sides of the comparison route by and must send.
final class ForwardedLines {

    static final String CLIENT = "192.0.2.1";
    static final String REQUEST_ID = "0123456789abcdef0123456789abcdef";
    static final int LISTENER_PORT = 8080;

    private static final int HOSTS = 1000;
    private static final Set<String> NOT_FORWARDED = Set.of("connection", "x-forwarded-for", "x-forwarded-proto");

    private ForwardedLines() {}

    static List<String> hosts() {
        List<String> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            hosts.add("app" + i + ".example.com");
        }
        return hosts;
    }

    static ProxyConfig config() {
        return new ProxyConfig(
                hosts().stream().map(ForwardedLines::virtualHost).toList(),
                List.of(),
                List.of(new Cluster("app", List.of(), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT)));
    }

    private static VirtualHost virtualHost(String host) {
        return new VirtualHost(
                HostName.of(host), List.of(new Route("app@" + host, "/", new RouteAction.Forward("app"))));
    }

    /// The lines of that request that reach the endpoint, and those that are added, in lower case.
    static List<String> of(String head) {
        List<String> lines = head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> !line.isEmpty() && !NOT_FORWARDED.contains(line.replaceFirst(":.*", "")))
                .collect(Collectors.toCollection(ArrayList::new));
        lines.addAll(List.of(
                "x-forwarded-for: " + CLIENT,
                "x-real-ip: " + CLIENT,
                "x-forwarded-proto: http",
                "x-forwarded-port: " + LISTENER_PORT,
                "x-forwarded-host: app500.example.com",
                "x-request-id: " + REQUEST_ID));
        return lines;
    }
}
