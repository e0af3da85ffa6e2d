package io.sluice.dataplane.snapshot;

import java.util.List;

import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CompiledRouteTest {

    private static CompiledRoute compile(Route route) {
        VirtualHost host = new VirtualHost(HostName.of("a"), List.of(route));
        ProxyConfig config = new ProxyConfig(List.of(host), List.of(), List.of(Snapshots.cluster("c", 80)));
        return SnapshotCompiler.compile(config, SnapshotCompiler.empty()).route(0);
    }

    private static CompiledAction.Forward stripping(String prefix) {
        Route route = new Route("r", prefix, new RouteAction.Forward("c", true));
        return (CompiledAction.Forward) compile(route).action();
    }

    @ParameterizedTest
    @CsvSource({
        "/app, /app/x?q=1, /x?q=1",
        "/app, /app/, /",
        "/app, /app/?q, /?q",
        "/app/, /app/x, /x",
        "/app, /app//x, //x",
        "/a/b, /a/b/c, /c",
        "/, /x, /x",
        "/, *, *",
    })
    void takesThePrefixOffByAnOffset(String prefix, String target, String sent) {
        CompiledAction.Forward forward = stripping(prefix);
        RequestHead head = Snapshots.head(null, target);

        head.stripTarget(forward.stripBytes());

        assertThat(forward.stripsWholePath(head)).isFalse();
        assertThat(head.fields().text(head.sentTargetStart(), head.targetEnd())).isEqualTo(sent);
        assertThat(head.target()).as("what was matched stays").isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/app", "/app?", "/app?q=/"})
    void tellsWhenNothingIsLeftOfThePath(String target) {
        assertThat(stripping("/app").stripsWholePath(Snapshots.head(null, target)))
                .isTrue();
    }

    @Test
    void leavesThePathUnlessAsked() {
        Route route = new Route("r", "/app", new RouteAction.Forward("c"));
        CompiledAction.Forward forward = (CompiledAction.Forward) compile(route).action();

        assertThat(forward.stripBytes()).isZero();
        assertThat(forward.stripsWholePath(Snapshots.head(null, "/app"))).isFalse();
    }

    @Test
    void needsNoClusterToAnswerItself() {
        CompiledRoute redirect = compile(new Route("r", "/", new RouteAction.Redirect("https://b", 308)));
        CompiledRoute plain = compile(new Route("r", "/", new RouteAction.Maintenance("")));

        assertThat(((CompiledAction.Redirect) redirect.action()).base())
                .asString()
                .isEqualTo("https://b");
        assertThat(((CompiledAction.Redirect) redirect.action()).status()).isEqualTo(308);
        assertThat(((CompiledAction.Maintenance) plain.action()).page()).isSameAs(LocalBody.NONE);
    }

    @Test
    void asksForNothingByDefault() {
        CompiledRoute route = compile(new Route("r", "/", new RouteAction.Forward("c")));

        assertThat(route.maxBodyBytes()).isEqualTo(RoutePolicy.UNLIMITED);
        assertThat(route.errorPage()).isSameAs(LocalBody.NONE);
        assertThat(route.websockets()).isSameAs(PathSet.ALL);
    }

    @ParameterizedTest
    @CsvSource({
        "/ws, true",
        "/ws/, true",
        "/ws/x?y, true",
        "/ws?x, true",
        "/wsx, false",
        "/w, false",
        "/, false",
        "/WS, false",
        "/ws%2fx, false",
        "/a/b, true",
        "/a/b/c, true",
        "/a, false",
    })
    void passesUpgradesBelowThePrefixesOnly(String target, boolean passes) {
        assertThat(withWebsockets("/ws", "/a/b/").websockets().contains(Snapshots.head(null, target)))
                .isEqualTo(passes);
        assertThat(withWebsockets().websockets().contains(Snapshots.head(null, target)))
                .isFalse();
        assertThat(withWebsockets("/").websockets().contains(Snapshots.head(null, target)))
                .isTrue();
    }

    private static CompiledRoute withWebsockets(String... prefixes) {
        RoutePolicy policy = new RoutePolicy(
                FieldEdits.NONE,
                FieldEdits.NONE,
                List.of(),
                null,
                null,
                null,
                null,
                List.of(),
                RoutePolicy.UNLIMITED,
                "",
                List.of(prefixes));
        return compile(new Route("r", "/", new RouteAction.Forward("c"), policy));
    }
}
