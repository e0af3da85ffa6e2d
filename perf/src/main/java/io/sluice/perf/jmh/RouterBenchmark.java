package io.sluice.perf.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does a look-up cost with 10 routes, and what with 10,000? Once as that many hosts, once as that many wildcards
/// with hosts two labels below them, once as that many path prefixes of one host. Requests come in a random order that
/// is fixed by a seed and longer than the routes, so that the tables and not their first lines are in the caches.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class RouterBenchmark {

    private static final int REQUESTS = 1 << 16;
    private static final long SEED = 20_261;

    /// How the routes differ.
    public enum Spread {
        HOSTS,
        WILDCARDS,
        PATHS
    }

    @Param({"10", "10000"})
    public int routes;

    @Param
    public Spread spread = Spread.HOSTS;

    private final Router router = new Router();
    private final RequestSet requests = new RequestSet();
    private final int[] expected = new int[REQUESTS];
    private Snapshot snapshot = SnapshotCompiler.empty();
    private int next;

    @Setup
    public void compile() {
        Random random = new Random(SEED);
        List<Place> places = places(random);
        snapshot = SnapshotCompiler.compile(config(places), SnapshotCompiler.empty());
        for (int i = 0; i < REQUESTS; i++) {
            Place place = places.get(random.nextInt(places.size()));
            requests.add(
                    (place.wildcard().isEmpty() ? "" : "eu.www.") + place.host(),
                    place.path() + "/item?page=" + random.nextInt(100));
            expected[i] = numberOf(i, place);
        }
    }

    /// Names of uneven length, as people choose them.
    private List<Place> places(Random random) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < routes; i++) {
            String word = Long.toString(random.nextLong() >>> (random.nextInt(40) + 1), Character.MAX_RADIX);
            places.add(
                    switch (spread) {
                        case HOSTS -> new Place("", word + i + ".apps.example.com", "/api");
                        case WILDCARDS -> new Place("*.", word + i + ".apps.example.com", "/api");
                        case PATHS -> new Place("", "shop.example.com", "/v1/" + word + i);
                    });
        }
        return places;
    }

    private ProxyConfig config(List<Place> places) {
        List<Route> all = places.stream().map(Place::route).toList();
        List<VirtualHost> hosts = switch (spread) {
            case HOSTS, WILDCARDS ->
                places.stream()
                        .map(place -> new VirtualHost(
                                HostPattern.of(place.wildcard() + place.host()), List.of(place.route())))
                        .toList();
            case PATHS -> List.of(new VirtualHost(HostPattern.of("shop.example.com"), all));
        };
        Cluster cluster = new Cluster("app", List.of(), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
        return new ProxyConfig(hosts, List.of(), List.of(cluster));
    }

    /// Finds it once the long way, and makes sure that it is the right one.
    private int numberOf(int request, Place place) {
        Failure failure = router.find(snapshot, requests.at(request));
        if (failure != Failure.NONE
                || !router.route().route().name().equals(place.route().name())) {
            throw new IllegalStateException("request " + request + " for " + place + " was routed wrongly: " + failure);
        }
        return router.route().index();
    }

    @Benchmark
    public int find() {
        int request = next;
        next = (request + 1) & (REQUESTS - 1);
        Failure failure = router.find(snapshot, requests.at(request));
        int found = router.route().index();
        if (failure != Failure.NONE || found != expected[request]) {
            throw new IllegalStateException("request " + request + " was routed to " + found);
        }
        return found;
    }

    /// @param wildcard `*.` for what lies below the host, else empty
    private record Place(String wildcard, String host, String path) {

        Route route() {
            return new Route("app@" + host + path, path, new RouteAction.Forward("app"));
        }
    }
}
