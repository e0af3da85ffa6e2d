package io.sluice.controlplane.labels;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.assertFallsBack;
import static io.sluice.controlplane.labels.Readings.assertRefuses;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.onlyError;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class RoutingLabelsTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/app, /app",
        "/app/, /app",
        "/app/v1, /app/v1",
        "/%61pp, /app",
        "/%7Euser, /~user",
        "/b%C3%BCcher, /b%C3%BCcher",
        "/a.b/..c, /a.b/..c",
        "' /app ', /app"
    })
    void readsContextRootsAsTheDataPlaneMatchesThem(String value, String root) {
        assertThat(clean(routed("context_root", value)).contextRoot()).isEqualTo(root);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "app",
                "http://a.local/app",
                "/app/../x",
                "/./app",
                "/%2e%2e/app",
                "/app/.",
                "/app?x=1",
                "/app#x",
                "/a b",
                "/a\\b",
                "/a%2fb",
                "/a%5Cb",
                "/a%00b",
                "/a%zz",
                "/a%6",
                "/%６1",
                "/bücher",
                "/a\"b",
                "//app",
                "/app//x",
                "/app//"
            })
    void refusesTheServiceForABadContextRoot(String value) {
        assertRefuses("context_root", value, "invalid-path");
    }

    @Test
    void contextRootsHaveALimit() {
        String longest = "/" + "a".repeat(1023);

        assertThat(clean(routed("context_root", longest)).contextRoot()).isEqualTo(longest);
        assertRefuses("context_root", longest + "a", "invalid-path");
    }

    @Test
    void stripsTheContextRootWhenAsked() {
        assertThat(clean(routed("context_root", "/app")).stripContextRoot()).isFalse();
        assertThat(clean(routed("context_root", "/app", "context_root_rewrite", "true"))
                        .stripContextRoot())
                .isTrue();
    }

    @Test
    void aBadRewriteLeavesPathsUnchanged() {
        LabelReading reading = routed("context_root", "/app", "context_root_rewrite", "yes");

        assertThat(accepted(reading).stripContextRoot()).isFalse();
        assertThat(onlyError(reading).message()).contains("'yes'", "unchanged");
    }

    @Test
    void aRewriteWithoutContextRootHasNoEffect() {
        assertThat(codes(routed("context_root_rewrite", "true"))).isEqualTo("no-effect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "east", "East-2.prod_1"})
    void readsServiceClusters(String value) {
        assertThat(clean(routed("service_cluster", value)).serviceCluster()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "-a", "east,west", "é"})
    void refusesTheServiceForABadServiceCluster(String value) {
        assertRefuses("service_cluster", value, "invalid-service-cluster");
    }

    @Test
    void upgradesPassEverywhereUnlessStrict() {
        assertThat(clean(routed()).policy().websocketPrefixes()).isNull();
        assertThat(clean(routed("websocket_endpoints", "/ws")).policy().websocketPrefixes())
                .isNull();
        assertThat(clean(routed("websocket_endpoints", "/ws, /chat/", "websocket_strict", "true"))
                        .policy()
                        .websocketPrefixes())
                .isEqualTo(List.of("/ws", "/chat"));
    }

    @Test
    void strictWithoutAPathPassesNoneAndSaysSo() {
        LabelReading reading = routed("websocket_strict", "true");

        assertThat(accepted(reading).policy().websocketPrefixes()).isEmpty();
        assertThat(codes(reading)).isEqualTo("no-websockets");
    }

    @Test
    void aBadWebsocketPathIsLeftOut() {
        assertFallsBack("websocket_endpoints", "ws", "invalid-path");

        LabelReading reading = routed("websocket_endpoints", "ws,/chat", "websocket_strict", "1");
        assertThat(accepted(reading).policy().websocketPrefixes()).isEqualTo(List.of("/chat"));
        assertThat(codes(reading)).isEqualTo("invalid-path");
    }

    @Test
    void aBadStrictRefusesTheService() {
        assertRefuses("websocket_strict", "on", "invalid-boolean");
    }

    @Test
    void badItemsOfAListAreReportedOnlySoOften() {
        assertThat(codes(routed("websocket_endpoints", "a,b,c,d,e,f,g,h")))
                .isEqualTo("bad-list invalid-path invalid-path invalid-path invalid-path invalid-path");
    }

    @Test
    void listsHaveALimit() {
        assertFallsBack("websocket_endpoints", "/a,".repeat(101), "too-many-items");
    }
}
