package io.sluice.dataplane.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CookieKey;
import io.sluice.dataplane.snapshot.Moment;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import io.sluice.dataplane.snapshot.Snapshots;

import static org.assertj.core.api.Assertions.assertThat;

/// One loop's loads under a clock that the test moves, and the cluster `c` in the making.
public final class Balances {

    static final CookieKey KEY = CookieKey.of(Octets.ascii("0123456789abcdef"));
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final long[] nanos = {Duration.ofDays(1).toNanos()};
    private final Loads loads;
    private Snapshot snapshot = SnapshotCompiler.empty();
    private LbPolicy policy = LbPolicy.ROUND_ROBIN;
    private Affinity affinity = new Affinity.None();
    private OutlierPolicy outliers = OutlierPolicy.DEFAULT;
    private Duration slowStart = Duration.ZERO;
    private int maxRequests = Cluster.UNLIMITED;

    public Balances() {
        this(1);
    }

    Balances(int loopCount) {
        loads = new Loads(loopCount, () -> nanos[0], new SplittableRandom(7));
    }

    public static Balances of(LbPolicy policy) {
        return new Balances().policy(policy);
    }

    public Balances policy(LbPolicy newPolicy) {
        policy = newPolicy;
        return this;
    }

    public Balances affinity(Affinity newAffinity) {
        affinity = newAffinity;
        return this;
    }

    Balances outliers(OutlierPolicy newOutliers) {
        outliers = newOutliers;
        return this;
    }

    Balances slowStart(Duration newSlowStart) {
        slowStart = newSlowStart;
        return this;
    }

    Balances maxRequests(int newMaxRequests) {
        maxRequests = newMaxRequests;
        return this;
    }

    static Endpoint endpoint(int number) {
        return endpoint(number, 1);
    }

    static Endpoint endpoint(int number, int weight) {
        return new Endpoint("web." + number, address(number), weight, Instant.EPOCH, true);
    }

    static InetSocketAddress address(int number) {
        return new InetSocketAddress("10.0." + number / 250 + "." + (1 + number % 250), 80);
    }

    static Endpoint unhealthy(int number) {
        return new Endpoint("web." + number, address(number), 1, Instant.EPOCH, false);
    }

    public static Endpoint[] endpoints(int count) {
        Endpoint[] endpoints = new Endpoint[count];
        for (int i = 0; i < count; i++) {
            endpoints[i] = endpoint(i);
        }
        return endpoints;
    }

    /// Publishes the cluster with these.
    public CompiledCluster publish(Endpoint... endpoints) {
        Cluster cluster = new Cluster(
                "c",
                List.of(endpoints),
                policy,
                affinity,
                UpstreamTimeouts.DEFAULT,
                RetryPolicy.DEFAULT,
                outliers,
                maxRequests,
                slowStart,
                UpstreamProtocol.PLAIN);
        ProxyConfig config = new ProxyConfig(List.of(Snapshots.host("a", "/")), List.of(), List.of(cluster));
        snapshot = SnapshotCompiler.compile(config, snapshot, KEY, new Moment(wall(), nanos[0]));
        loads.onSnapshot(snapshot);
        Router router = new Router();
        router.find(snapshot, Snapshots.head("a", "/"));
        return Snapshots.clusterOf(router.route());
    }

    private Instant wall() {
        return START.plusNanos(nanos[0] - Duration.ofDays(1).toNanos());
    }

    void pass(Duration time) {
        nanos[0] += time.toNanos();
    }

    public Loads loads() {
        return loads;
    }

    EndpointLoad load(CompiledCluster cluster, int position) {
        return loads.endpoint(cluster.endpoint(position));
    }

    /// As many failures as make an endpoint be left out, if it may be.
    boolean fail(CompiledCluster cluster, int position) {
        boolean ejected = false;
        for (int i = 0; i < outliers.maxFails(); i++) {
            ejected |= loads.cluster(cluster).onFailure(load(cluster, position));
        }
        return ejected;
    }

    int pick(CompiledCluster cluster) {
        return pick(cluster, Snapshots.head("a", "/"), "192.0.2.1");
    }

    int pick(CompiledCluster cluster, RequestHead head, String client) {
        return EndpointPicker.pick(loads.cluster(cluster), head, client(client));
    }

    static IpAddress client(String address) {
        return IpAddress.of(InetAddress.ofLiteral(address));
    }

    /// A request with a Cookie field.
    public static RequestHead withCookie(String cookies) {
        RequestHead head = Snapshots.head("a", "/");
        byte[] line = Octets.ascii("Cookie: " + cookies + "\r\n");
        int start = head.fields().length();
        head.fields().reserve(line.length);
        System.arraycopy(line, 0, head.fields().bytes(), start, line.length);
        head.fields().advance(line.length);
        head.fields().add(FieldId.COOKIE, start, start + 6, start + 8, start + line.length - 2, start + line.length);
        return head;
    }

    /// How often each position is picked.
    int[] picks(CompiledCluster cluster, int count) {
        int[] picks = new int[cluster.endpointCount()];
        for (int i = 0; i < count; i++) {
            picks[pick(cluster)]++;
        }
        return picks;
    }

    static void assertShares(int[] picks, double tolerance, double... shares) {
        int sum = 0;
        for (int pick : picks) {
            sum += pick;
        }
        List<Double> actual = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            actual.add((double) picks[i] / sum);
            assertThat(actual.get(i)).as("share of " + i).isBetween(shares[i] - tolerance, shares[i] + tolerance);
        }
    }
}
