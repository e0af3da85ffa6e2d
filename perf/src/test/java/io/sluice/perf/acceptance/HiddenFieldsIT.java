package io.sluice.perf.acceptance;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenario 45: a proxy that says nothing of itself.
class HiddenFieldsIT {

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
}
