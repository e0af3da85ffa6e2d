package io.sluice.dataplane.snapshot;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;

/// Small configurations: every route is named `host prefix` and forwards to the cluster `c`.
public final class Snapshots {

    private Snapshots() {}

    public static Cluster cluster(String name, int... ports) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int port : ports) {
            endpoints.add(new Endpoint(name + "." + port, new InetSocketAddress("10.0.0.1", port)));
        }
        return new Cluster(name, endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
    }

    public static VirtualHost host(String host, String... prefixes) {
        return new VirtualHost(HostPattern.of(host), routes(host, prefixes));
    }

    public static List<Route> routes(String host, String... prefixes) {
        List<Route> routes = new ArrayList<>();
        for (String prefix : prefixes) {
            routes.add(new Route(host + " " + prefix, prefix, new RouteAction.Forward("c")));
        }
        return routes;
    }

    public static Snapshot compile(List<VirtualHost> hosts, List<Route> defaults) {
        return SnapshotCompiler.compile(
                new ProxyConfig(hosts, defaults, List.of(cluster("c", 80))), SnapshotCompiler.empty());
    }

    /// Of a route that forwards.
    public static CompiledCluster clusterOf(CompiledRoute route) {
        return ((CompiledAction.Forward) route.action()).cluster();
    }

    /// @param host null: the request names none
    public static RequestHead head(String host, String target) {
        RequestHead head = new RequestHead();
        head.clear();
        byte[] bytes = Octets.ascii(target + (host == null ? "" : host));
        head.fields().reserve(bytes.length);
        System.arraycopy(bytes, 0, head.fields().bytes(), 0, bytes.length);
        head.fields().advance(bytes.length);
        head.target(0, target.length());
        if (host != null) {
            head.host(target.length(), bytes.length);
        }
        return head;
    }
}
