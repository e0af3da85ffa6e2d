package io.sluice.perf.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.sluice.dataplane.balance.EndpointLoad;
import io.sluice.dataplane.balance.EndpointPicker;
import io.sluice.dataplane.balance.Loads;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;
import io.sluice.dataplane.snapshot.CompiledAction;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CookieKey;
import io.sluice.dataplane.snapshot.Moment;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import io.sluice.dataplane.snapshot.StickyCookies;

/// One loop that picks endpoints of one cluster, as the proxy does, under a clock of ours.
final class SimulatedCluster {

    private static final CookieKey KEY = CookieKey.of("the key of a simulation".getBytes(StandardCharsets.US_ASCII));
    private static final String COOKIE = "Cookie: " + Contender.COOKIE + "=";

    private final Contender contender;
    private final Loads loads;
    private long nowNanos;
    private Snapshot snapshot = SnapshotCompiler.empty();
    private CompiledCluster cluster;

    /// @param weights of the endpoints
    SimulatedCluster(Contender contender, long seed, int... weights) {
        this.contender = contender;
        loads = new Loads(1, () -> nowNanos, new SplittableRandom(seed));
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            InetSocketAddress address = new InetSocketAddress("10.0.0.1", 8000 + i);
            endpoints.add(new Endpoint("web." + i, address, weights[i], Instant.EPOCH, true));
        }
        cluster = publish(endpoints);
    }

    private CompiledCluster publish(List<Endpoint> endpoints) {
        Cluster wanted = new Cluster(
                "web",
                endpoints,
                contender.policy(),
                contender.affinity(),
                UpstreamTimeouts.DEFAULT,
                RetryPolicy.DEFAULT,
                OutlierPolicy.DEFAULT,
                Cluster.UNLIMITED,
                Duration.ZERO,
                UpstreamProtocol.PLAIN);
        Route route = new Route("web", "/", new RouteAction.Forward("web"));
        ProxyConfig config = new ProxyConfig(
                List.of(new VirtualHost(HostName.of("web.test"), List.of(route))), List.of(), List.of(wanted));
        snapshot = SnapshotCompiler.compile(config, snapshot, KEY, new Moment(Instant.EPOCH, nowNanos));
        loads.onSnapshot(snapshot);
        Router router = new Router();
        router.find(snapshot, request(""));
        return ((CompiledAction.Forward) router.route().action()).cluster();
    }

    /// The endpoint of that name leaves.
    void remove(String name) {
        cluster = publish(cluster.cluster().endpoints().stream()
                .filter(endpoint -> !endpoint.name().equals(name))
                .toList());
    }

    void advanceTo(long nanos) {
        nowNanos = nanos;
    }

    /// @param cookie value; empty: none
    int pick(int client, String cookie) {
        return EndpointPicker.pick(loads.cluster(cluster), request(cookie), address(client));
    }

    String name(int position) {
        return cluster.endpoint(position).endpoint().name();
    }

    EndpointLoad load(int position) {
        return loads.endpoint(cluster.endpoint(position));
    }

    /// What a client that the endpoint served sends from then on.
    String cookieOf(int position) {
        StickyCookies cookies = cluster.plan().stickyCookies();
        if (cookies == null) {
            return "";
        }
        String line = new String(cookies.setLine(position), StandardCharsets.US_ASCII);
        return line.substring(line.indexOf('=') + 1, line.indexOf(';'));
    }

    private static IpAddress address(int client) {
        byte[] address = {10, (byte) (client >> 16), (byte) (client >> 8), (byte) client};
        try {
            return IpAddress.of(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static RequestHead request(String cookie) {
        RequestHead head = new RequestHead();
        head.clear();
        byte[] bytes = ("/web.test" + COOKIE + cookie + "\r\n").getBytes(StandardCharsets.US_ASCII);
        head.fields().reserve(bytes.length);
        System.arraycopy(bytes, 0, head.fields().bytes(), 0, bytes.length);
        head.fields().advance(bytes.length);
        head.target(0, 1);
        head.host(1, 9);
        if (!cookie.isEmpty()) {
            head.fields().add(FieldId.COOKIE, 9, 15, 17, bytes.length - 2, bytes.length);
        }
        return head;
    }
}
