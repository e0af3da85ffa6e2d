package io.sluice.perf.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.wire.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Scenarios 42, 43, 45 and 59: what a proxy is started with.
class SettingsIT {

    @Test
    void s42_servesItsServiceCluster() throws IOException {
        try (AcceptanceStack east = AcceptanceStack.start("--service-cluster", "east");
                AcceptanceStack west = AcceptanceStack.start("--service-cluster", "west")) {
            App app = App.of("s42", "demo.local", east.task("one", "1")).label("service_cluster", "east");
            east.deploy(app);
            west.deploy(app);

            assertThat(east.get("demo.local", "/").status()).isEqualTo(200);
            assertThat(west.get("demo.local", "/").status()).isEqualTo(503);
        }
    }

    /// Two clusters of one swarm. A service is known to be of the other by its state.
    @Test
    void s43_isNotTouchedByAnotherCluster() throws IOException {
        try (AcceptanceStack west = AcceptanceStack.start("--service-cluster", "west");
                SluiceProcess east = SluiceProcess.start(
                        west.folder().resolve("stack.yml"),
                        Path.of("target", "failsafe-reports", "acceptance-east.log"),
                        List.of("--loops", "1", "--drain", "100ms", "--service-cluster", "east"))) {
            App ofEast = App.of("e43", "east.local", west.task("e", "1")).label("service_cluster", "east");
            App ofWest = App.of("w43", "west.local", west.task("w", "1")).label("service_cluster", "west");
            west.deploy(ofEast, ofWest);
            await().until(() -> answer(east.port(), "east.local", "/").status() == 200);
            String before = generation(east);

            west.deploy(
                    ofEast,
                    ofWest.label("hosts", "moved.local"),
                    ofWest.named("new43").label("hosts", "new.local"));
            await().until(() -> answer(east.adminPort(), "localhost", "/api/v1/services")
                    .text()
                    .contains("new43"));

            assertThat(generation(east)).isEqualTo(before);
            assertThat(west.get("moved.local", "/").status()).isEqualTo(200);
            assertThat(answer(east.port(), "east.local", "/").status()).isEqualTo(200);
            for (String host : List.of("west.local", "moved.local", "new.local")) {
                assertThat(answer(east.port(), host, "/").status()).as(host).isEqualTo(503);
            }
            assertThat(west.get("east.local", "/").status()).isEqualTo(503);
        }
    }

    private static String generation(SluiceProcess process) {
        return answer(process.adminPort(), "localhost", "/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("sluice_snapshot_generation "))
                .findFirst()
                .orElseThrow();
    }

    private static Answer answer(int port, String host, String path) {
        try (Wire wire = Wire.connect(port)) {
            return AcceptanceStack.send(wire, "GET", host, path, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void s45_hidesInfoHeaders() throws IOException {
        try (AcceptanceStack stack = AcceptanceStack.start("--hide-info-headers")) {
            stack.deploy(App.of("s45", "demo.local", stack.task("one", "1")));

            Answer answer = stack.get("demo.local", "/ping");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.head().fields())
                    .doesNotContainKeys(
                            "x-request-id",
                            "x-proxy-id",
                            "x-server-info",
                            "x-upstream-addr",
                            "x-upstream-response-time");
            assertThat(answer.json().path("request_id").asText()).matches("[0-9a-f]{32}");
        }
    }

    @Test
    void s59_passesUnderscoresWhenAsked() throws IOException {
        try (AcceptanceStack dropping = AcceptanceStack.start();
                AcceptanceStack passing = AcceptanceStack.start("--underscores-in-headers")) {
            App app = App.of("s59", "demo.local", dropping.task("one", "1"));
            dropping.deploy(app);
            passing.deploy(app);

            assertThat(dropping.get("demo.local", "/", "X_Foo: 1").received("x_foo"))
                    .isEmpty();
            assertThat(passing.get("demo.local", "/", "X_Foo: 1").received("x_foo"))
                    .containsExactly("1");
        }
    }
}
