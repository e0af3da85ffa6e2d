package io.sluice.perf.acceptance;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios 42, 45 and 59: what a proxy is started with.
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
