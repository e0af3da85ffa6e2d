package io.sluice.dataplane;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RouteExplainerTest {

    private final Snapshot snapshot = SnapshotCompiler.compile(config(), SnapshotCompiler.empty());

    private static ProxyConfig config() {
        Endpoint endpoint = new Endpoint("web.1", new InetSocketAddress(InetAddress.getLoopbackAddress(), 9001));
        Cluster web = new Cluster("web", List.of(endpoint), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
        Cluster api = new Cluster("api", List.of(), LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
        Route root = new Route("web@app.test/", "/", new RouteAction.Forward("web"));
        Route below = new Route("api@app.test/api", "/api", new RouteAction.Forward("api"));
        Route other = new Route("web@www.test/", "/", new RouteAction.Forward("web"));
        Route stripped = new Route("web@*.sites.test/app", "/app", new RouteAction.Forward("web", true));
        Route old = new Route("old@*.sites.test/", "/", new RouteAction.Redirect("https://new.test", 308));
        Route closed = new Route("closed@*.sites.test/closed", "/closed", new RouteAction.Maintenance(""));
        return new ProxyConfig(
                List.of(
                        new VirtualHost(HostName.of("app.test"), List.of(root, below)),
                        new VirtualHost(HostName.of("www.test"), List.of(other)),
                        new VirtualHost(HostPattern.of("*.sites.test"), List.of(stripped, old, closed))),
                List.of(),
                List.of(web, api));
    }

    private Explanation explain(String authority, String target) {
        return RouteExplainer.explain(snapshot, authority, target);
    }

    @Test
    void namesRouteAndCluster() {
        Explanation explanation = explain("APP.test.:8080", "/a/../b?c=d");

        assertThat(explanation.generation()).isEqualTo(1);
        assertThat(explanation.host()).isEqualTo("app.test");
        assertThat(explanation.path()).isEqualTo("/b");
        assertThat(explanation.virtualHost()).contains("app.test");
        assertThat(explanation.route().map(Route::name)).contains("web@app.test/");
        assertThat(explanation.cluster().map(Cluster::name)).contains("web");
        assertThat(explanation.sentTarget()).contains("/b?c=d");
        assertThat(explanation.redirect()).isEmpty();
        assertThat(explanation.refusal()).isEmpty();
        assertThat(explanation.nearest()).isEmpty();
    }

    @Test
    void showsWhatAWildcardAndARewriteDo() {
        Explanation explanation = explain("a.B.sites.test", "/app/x?q=1");

        assertThat(explanation.host()).isEqualTo("a.b.sites.test");
        assertThat(explanation.virtualHost()).contains("*.sites.test");
        assertThat(explanation.path()).isEqualTo("/app/x");
        assertThat(explanation.sentTarget()).contains("/x?q=1");
    }

    @Test
    void showsWhereARequestIsRedirected() {
        Explanation elsewhere = explain("a.sites.test", "/x/../y?z");
        Explanation withSlash = explain("a.sites.test", "/app?z");

        assertThat(elsewhere.redirect()).contains("308 https://new.test/y?z");
        assertThat(elsewhere.route().map(Route::name)).contains("old@*.sites.test/");
        assertThat(withSlash.redirect()).contains("301 /app/?z");
        assertThat(List.of(elsewhere, withSlash)).allSatisfy(explanation -> {
            assertThat(explanation.refusal()).isEmpty();
            assertThat(explanation.sentTarget()).isEmpty();
        });
    }

    @Test
    void saysThatARouteIsInMaintenance() {
        Explanation explanation = explain("a.sites.test", "/closed/x");

        assertThat(explanation.refusal()).contains("503 maintenance");
        assertThat(explanation.cluster()).isEmpty();
    }

    @Test
    void doesNotTakeTheNameOfAWildcardForAHostBelowIt() {
        Explanation explanation = explain("sites.test", "/");

        assertThat(explanation.refusal()).contains("503 no_route");
        assertThat(explanation.nearest()).first().isEqualTo("*.sites.test");
    }

    @Test
    void saysThatNothingServesTheRoute() {
        Explanation explanation = explain("app.test", "/api/x");

        assertThat(explanation.route().map(Route::name)).contains("api@app.test/api");
        assertThat(explanation.refusal()).contains("503 no_endpoint");
    }

    @Test
    void namesNearestHostsFirst() {
        Explanation explanation = explain("apq.test", "/");

        assertThat(explanation.route()).isEmpty();
        assertThat(explanation.refusal()).contains("503 no_route");
        assertThat(explanation.nearest()).startsWith("app.test", "www.test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "user@app.test", "app.test:99999", "app.test/x", "ä.test", "[::1"})
    void refusesWhatIsNoHost(String authority) {
        assertThat(explain(authority, "/").refusal()).contains("400 bad_host");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "http://app.test/", "/a b", "/#a", "/ä", "*"})
    void refusesWhatIsNoPath(String target) {
        assertThat(explain("app.test", target).refusal()).contains("400 bad_target");
    }

    @Test
    void refusesPathThatRoutingCouldMistake() {
        assertThat(explain("app.test", "/api%2fx").refusal()).contains("400 ambiguous_path");
    }
}
