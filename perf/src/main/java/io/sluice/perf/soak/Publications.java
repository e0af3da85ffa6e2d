package io.sluice.perf.soak;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;

/// The configs of the soak, one after another: endpoints come and go, but never all of them, and a second service is
/// there every other time.
final class Publications {

    static final String HOST = "soak.localhost";

    private final List<Integer> ports;

    Publications(List<Integer> ports) {
        this.ports = List.copyOf(ports);
    }

    /// @param generation each has another set of endpoints than the one before
    ProxyConfig config(int generation) {
        int sets = (1 << ports.size()) - 1;
        // The factor shares no divisor with the number of sets, so that all of them come by.
        int present = 1 + (generation * 7) % sets;
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            if (((present >> i) & 1) == 1) {
                endpoints.add(endpoint(i));
            }
        }
        List<VirtualHost> hosts = new ArrayList<>(List.of(host(HOST, "soak")));
        List<Cluster> clusters = new ArrayList<>(List.of(cluster("soak", endpoints)));
        if (generation % 2 == 1) {
            hosts.add(host("sometimes.localhost", "sometimes"));
            clusters.add(cluster("sometimes", List.of(endpoint(0))));
        }
        return new ProxyConfig(hosts, List.of(), clusters);
    }

    private Endpoint endpoint(int i) {
        return new Endpoint("task." + i, new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.get(i)));
    }

    private static VirtualHost host(String host, String cluster) {
        return new VirtualHost(
                HostName.of(host), List.of(new Route(cluster + "@" + host, "/", new RouteAction.Forward(cluster))));
    }

    private static Cluster cluster(String name, List<Endpoint> endpoints) {
        return new Cluster(name, endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
    }
}
