package io.sluice.dataplane.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RouterTest {

    private final Router router = new Router();

    private String find(Snapshot snapshot, String host, String target) {
        Failure failure = router.find(snapshot, Snapshots.head(host, target));
        return failure == Failure.NONE ? router.route().route().name() : failure.name();
    }

    private static final Snapshot SOME = Snapshots.compile(
            List.of(
                    Snapshots.host("a.example", "/"),
                    Snapshots.host("b.example", "/app", "/app/x", "/app/x/y/", "/b//c"),
                    Snapshots.host("127.0.0.1", "/")),
            Snapshots.routes("*", "/d"));

    @ParameterizedTest
    @CsvSource({
        "a.example, a.example /",
        "A.EXAMPLE, a.example /",
        "a.example:8080, a.example /",
        "a.example:, a.example /",
        "a.example., a.example /",
        "a.example.:80, a.example /",
        "127.0.0.1:80, 127.0.0.1 /",
        "a.example.., NO_ROUTE",
        "xa.example, NO_ROUTE",
        "a.exampl, NO_ROUTE",
        "example, NO_ROUTE",
        "., NO_ROUTE",
        "[::1]:80, NO_ROUTE",
    })
    void findsExactHosts(String host, String route) {
        assertThat(find(SOME, host, "/x")).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "/app, b.example /app",
        "/app/, b.example /app",
        "/app?x=/y, b.example /app",
        "/apple, NO_ROUTE",
        "/ap, NO_ROUTE",
        "/App, NO_ROUTE",
        "/, NO_ROUTE",
        "/app/x, b.example /app/x",
        "/app/xy, b.example /app",
        "/app/x/z, b.example /app/x",
        "/app/x/y, b.example /app/x/y/",
        "/app/x/y/, b.example /app/x/y/",
        "/app/x/y/z/and/much/more, b.example /app/x/y/",
        "/app/x/yz, b.example /app/x",
        "/app//x, b.example /app",
        "/b//c/d, b.example /b//c",
        "/b/c, NO_ROUTE",
    })
    void findsTheLongestPrefixOfWholeSegments(String target, String route) {
        assertThat(find(SOME, "b.example", target)).isEqualTo(route);
    }

    @Test
    void servesOtherHostsByDefault() {
        assertThat(find(SOME, "unknown.example", "/d/x")).isEqualTo("* /d");
        assertThat(find(SOME, null, "/d")).isEqualTo("* /d");
        assertThat(find(SOME, "b.example", "/d")).isEqualTo("NO_ROUTE");
        assertThat(find(SnapshotCompiler.empty(), "a", "/")).isEqualTo("NO_ROUTE");
    }

    @Test
    void routesServerWideOptionsToTheRoot() {
        assertThat(find(SOME, "a.example", "*")).isEqualTo("a.example /");
        assertThat(find(SOME, "b.example", "*")).isEqualTo("NO_ROUTE");
    }

    @ParameterizedTest
    @CsvSource({
        "b.example, /app%2fx, AMBIGUOUS_PATH",
        "b.example, /%5capp, AMBIGUOUS_PATH",
        "b.example, /app/x%00, AMBIGUOUS_PATH",
        "b.example, /app/x/long/enough%2f, b.example /app/x",
        "a.example, /app%2fx, a.example /",
    })
    void refusesEncodedSeparatorsWhereThePathDecides(String host, String target, String route) {
        RequestHead head = Snapshots.head(host, target);
        PathNormalizer.normalize(head);
        Failure failure = router.find(SOME, head);

        assertThat(failure == Failure.NONE ? router.route().route().name() : failure.name())
                .isEqualTo(route);
    }

    /// `Aa` and `BB` have the same hash in a polynomial of 31, and so has every row of them.
    @Test
    void tellsPrefixesOfOneHashApart() {
        Snapshot snapshot =
                Snapshots.compile(List.of(Snapshots.host("a", "/AaAa", "/AaBB", "/BBAa", "/BBBB")), List.of());

        assertThat(find(snapshot, "a", "/AaBB/x")).isEqualTo("a /AaBB");
        assertThat(find(snapshot, "a", "/BBBB")).isEqualTo("a /BBBB");
        assertThat(find(snapshot, "a", "/BBAa")).isEqualTo("a /BBAa");
        assertThat(find(snapshot, "a", "/AaAa")).isEqualTo("a /AaAa");
        assertThat(find(snapshot, "a", "/AaCC")).isEqualTo("NO_ROUTE");
    }

    @Test
    void tellsHostsOfOneHashApart() {
        long seed = 42;
        Map<Integer, String> byHash = new HashMap<>();
        String first = null;
        String second = null;
        for (int i = 0; first == null; i++) {
            assertThat(i).as("names tried").isLessThan(2_000_000);
            second = "h" + i;
            byte[] bytes = io.sluice.dataplane.http.Octets.ascii(second);
            first = byHash.put(NameTable.hash(seed, bytes, 0, bytes.length), second);
        }
        PathTable one = new PathTable(List.of());
        PathTable two = new PathTable(List.of());
        HostTable<PathTable> both =
                new HostTable<>(List.of(HostPattern.of(first), HostPattern.of(second)), List.of(one, two), seed);
        HostTable<PathTable> onlyFirst = new HostTable<>(List.of(HostPattern.of(first)), List.of(one), seed);

        assertThat(find(both, first)).isSameAs(one);
        assertThat(find(both, second)).isSameAs(two);
        assertThat(find(onlyFirst, second)).isSameAs(PathTable.EMPTY);
    }

    private static PathTable find(HostTable<PathTable> table, String host) {
        byte[] bytes = io.sluice.dataplane.http.Octets.ascii(host);
        return table.find(bytes, 0, bytes.length, PathTable.EMPTY);
    }

    @Test
    void agreesWithANaiveModel() {
        long seed = System.nanoTime();
        System.out.println("RouterTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int table = 0; table < 200; table++) {
            List<VirtualHost> hosts = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                hosts.add(Snapshots.host("h" + i + ".example", prefixes(random)));
            }
            List<Route> defaults = random.nextBoolean() ? List.of() : Snapshots.routes("*", prefixes(random));
            Snapshot snapshot = Snapshots.compile(hosts, defaults);
            for (int i = 0; i < 300; i++) {
                String host = "h" + random.nextInt(35) + ".example";
                String path = path(random);
                assertThat(find(snapshot, host, path))
                        .as("seed %d: %s%s", seed, host, path)
                        .isEqualTo(naive(hosts, defaults, host, path));
            }
        }
    }

    private static String[] prefixes(SplittableRandom random) {
        Set<String> prefixes = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            prefixes.add(path(random));
        }
        return prefixes.stream()
                .filter(prefix -> !prefixes.contains(prefix + "/"))
                .toArray(String[]::new);
    }

    private static String path(SplittableRandom random) {
        StringBuilder path = new StringBuilder("/");
        for (int i = random.nextInt(7); i > 0; i--) {
            path.append("aab/".charAt(random.nextInt(4)));
        }
        return path.toString();
    }

    private static String naive(List<VirtualHost> hosts, List<Route> defaults, String host, String path) {
        List<Route> routes = hosts.stream()
                .filter(virtual -> virtual.host().toString().equals(host))
                .map(VirtualHost::routes)
                .findFirst()
                .orElse(defaults);
        String best = "NO_ROUTE";
        int longest = -1;
        for (Route route : routes) {
            String prefix = PathTable.withoutTrailingSlash(route.pathPrefix());
            boolean covers = path.equals(prefix) || path.startsWith(prefix + "/") || prefix.isEmpty();
            if (covers && prefix.length() > longest) {
                longest = prefix.length();
                best = route.name();
            }
        }
        return best;
    }
}
