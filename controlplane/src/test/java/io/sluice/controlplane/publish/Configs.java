package io.sluice.controlplane.publish;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.IntStream;

import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.Assembly.ServiceSummary;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;

/// Small configs for tests.
public final class Configs {

    private Configs() {}

    /// One host to one cluster of `count` endpoints on consecutive ports.
    public static ProxyConfig of(String host, String cluster, int firstPort, int count) {
        List<Endpoint> endpoints = IntStream.range(0, count)
                .mapToObj(i -> new Endpoint(
                        cluster + "." + (i + 1),
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), firstPort + i)))
                .toList();
        Route route = new Route(cluster + "@" + host + "/", "/", new RouteAction.Forward(cluster));
        return new ProxyConfig(
                List.of(new VirtualHost(HostName.of(host), List.of(route))),
                List.of(),
                List.of(new Cluster(cluster, endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT)));
    }

    public static Assembly assembly(ProxyConfig config, ConfigError... errors) {
        List<ServiceSummary> services = config.clusters().stream()
                .map(cluster -> new ServiceSummary(
                        cluster.name(),
                        List.of(),
                        "task",
                        "net",
                        cluster.endpoints().size(),
                        "routed"))
                .toList();
        return new Assembly(config, services, List.of(errors));
    }

    public static ConfigError error(String code) {
        return new ConfigError(ConfigError.Severity.ERROR, code, "web", "label", "", "message", "hint");
    }
}
