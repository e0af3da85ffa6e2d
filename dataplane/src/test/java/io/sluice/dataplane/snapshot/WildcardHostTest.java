package io.sluice.dataplane.snapshot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// An exact host wins over wildcards, of these the longest, and over them all the default routes lose.
class WildcardHostTest {

    private static final Snapshot SOME = Snapshots.compile(
            List.of(
                    Snapshots.host("*.example", "/"),
                    Snapshots.host("*.a.example", "/app"),
                    Snapshots.host("x.a.example", "/"),
                    Snapshots.host("a.example", "/"),
                    Snapshots.host("*.other", "/")),
            Snapshots.routes("default", "/"));

    private final Router router = new Router();

    private String find(Snapshot snapshot, String host, String target) {
        Failure failure = router.find(snapshot, Snapshots.head(host, target));
        return failure == Failure.NONE ? router.route().route().name() : failure.name();
    }

    @ParameterizedTest
    @CsvSource({
        "x.a.example, x.a.example /",
        "X.A.EXAMPLE.:80, x.a.example /",
        "y.a.example, *.a.example /app",
        "Y.A.Example, *.a.example /app",
        "y.a.example:8080, *.a.example /app",
        "y.a.example.:8080, *.a.example /app",
        "z.y.a.example, *.a.example /app",
        "z.x.a.example, *.a.example /app",
        "a.example, a.example /",
        "b.example, *.example /",
        "xa.example, *.example /",
        "c.b.example, *.example /",
        "example, default /",
        "a.example.x, default /",
        ".example, default /",
        "..example, *.example /",
        "other, default /",
        "z.other, *.other /",
        "a-example, default /",
    })
    void findsTheNearestPattern(String host, String route) {
        assertThat(find(SOME, host, "/app")).isEqualTo(route);
    }

    /// As with exact hosts: a host that is known is not looked for elsewhere when its paths do not match.
    @Test
    void decidesByHostBeforePath() {
        assertThat(find(SOME, "y.a.example", "/")).isEqualTo("NO_ROUTE");
    }

    @Test
    void tellsAPatternFromItsName() {
        VirtualHost wildcard = Snapshots.host("*.a", "/");

        assertThat(find(Snapshots.compile(List.of(wildcard, Snapshots.host("a", "/")), List.of()), "a", "/"))
                .isEqualTo("a /");
        assertThatThrownBy(() -> Snapshots.compile(List.of(wildcard, wildcard), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("*.a");
    }

    @Test
    void looksNoFurtherThanTheLongestName() {
        String deep = "b.".repeat(10_000) + "example";

        assertThat(find(SOME, deep, "/")).isEqualTo("*.example /");
        assertThat(find(SOME, "b.".repeat(10_000) + "nowhere", "/")).isEqualTo("default /");
    }

    @Test
    void agreesWithANaiveModel() {
        long seed = System.nanoTime();
        System.out.println("WildcardHostTest: seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int table = 0; table < 300; table++) {
            Set<HostPattern> patterns = new LinkedHashSet<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                patterns.add(HostPattern.of((random.nextBoolean() ? "*." : "") + name(random)));
            }
            List<VirtualHost> hosts = new ArrayList<>();
            patterns.forEach(pattern -> hosts.add(Snapshots.host(pattern.toString(), "/")));
            List<Route> defaults = random.nextBoolean() ? List.of() : Snapshots.routes("default", "/");
            Snapshot snapshot = Snapshots.compile(hosts, defaults);
            for (int i = 0; i < 200; i++) {
                String host = name(random);
                assertThat(find(snapshot, host, "/"))
                        .as("seed %d: %s in %s", seed, host, patterns)
                        .isEqualTo(naive(patterns, !defaults.isEmpty(), host));
            }
        }
    }

    /// Few labels, so that names meet, and some that end as others do.
    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(5); i >= 0; i--) {
            name.append(List.of("a", "b", "ab", "bb").get(random.nextInt(4))).append(i == 0 ? "" : ".");
        }
        return name.toString();
    }

    private static String naive(Set<HostPattern> patterns, boolean hasDefaults, String host) {
        if (patterns.contains(HostPattern.of(host))) {
            return host + " /";
        }
        return patterns.stream()
                .filter(pattern -> pattern.isWildcard() && host.endsWith("." + pattern.name()))
                .max(Comparator.comparingInt(pattern -> pattern.name().value().length()))
                .map(pattern -> pattern + " /")
                .orElse(hasDefaults ? "default /" : "NO_ROUTE");
    }
}
