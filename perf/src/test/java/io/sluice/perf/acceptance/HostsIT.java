package io.sluice.perf.acceptance;

import java.io.IOException;

import io.sluice.perf.task.TaskServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios 1 to 7, 44, 46 to 48, 52 and 66: which service answers for a host, and what goes with the answer.
class HostsIT {

    private static AcceptanceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = AcceptanceStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void s01_routesAHost() throws IOException {
        stack.deploy(App.of("s01", "demo.local", stack.task("one", "1")));

        Answer answer = stack.get("demo.local", "/ping");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.instance()).isEqualTo("one");
        assertThat(answer.target()).isEqualTo("/ping");
    }

    @Test
    void s02_routesSeveralHosts() throws IOException {
        stack.deploy(App.of("s02", "a.local,b.local", stack.task("one", "1")));

        assertThat(stack.get("a.local", "/").status()).isEqualTo(200);
        assertThat(stack.get("b.local", "/").status()).isEqualTo(200);
    }

    @Test
    void s03_trimsSpaceBetweenHosts() throws IOException {
        stack.deploy(App.of("s03", "a.local, b.local", stack.task("one", "1")));

        assertThat(stack.get("b.local", "/").status()).isEqualTo(200);
    }

    @Test
    void s04_ignoresCaseAndPortAndForwardsHostAsSent() throws IOException {
        stack.deploy(App.of("s04", "demo.local", stack.task("one", "1")));

        assertThat(stack.get("DEMO.local", "/").received("host")).containsExactly("DEMO.local");
        assertThat(stack.get("demo.local:8080", "/").received("host")).containsExactly("demo.local:8080");
    }

    @Test
    void s05_answersUnknownHostItself() throws IOException {
        stack.deploy(App.of("s05", "demo.local", stack.task("one", "1")));

        Answer answer = stack.get("other.local", "/");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).isNotBlank();
        assertThat(answer.field("x-upstream-addr")).isEmpty();
    }

    @Test
    void s06_defaultBackendTakesUnknownHosts() throws IOException {
        App fallback = App.bare("s06", stack.task("two", "1"))
                .label("default_backend", "true")
                .label("port", "80");
        stack.deploy(App.of("s06a", "demo.local", stack.task("one", "1")), fallback);

        Answer answer = stack.get("other.local", "/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.instance()).isEqualTo("two");
        assertThat(answer.received("host")).containsExactly("other.local");
        assertThat(stack.get("demo.local", "/").instance()).isEqualTo("one");
    }

    @Test
    void s07_reportsAMissingPort() throws IOException {
        stack.deploy(App.of("s07", "demo.local", stack.task("one", "1")).without("port"));

        assertThat(stack.get("demo.local", "/").status()).isEqualTo(503);
        assertThat(stack.errorCodes("s07")).containsExactly("missing-port");
    }

    @Test
    void s44_tracesARequest() throws IOException {
        TaskServer task = stack.task("one", "1");
        stack.deploy(App.of("s44", "demo.local", task));

        Answer answer = stack.get("demo.local", "/ping", "X-Request-Id: mine");

        assertThat(answer.field("x-request-id"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(answer.json().path("request_id").asText());
        assertThat(answer.field("x-proxy-id")).isNotEmpty();
        assertThat(answer.field("x-server-info")).startsWith("sluice/").contains("linux/");
        assertThat(answer.field("x-upstream-addr")).isEqualTo(task.address());
        assertThat(answer.field("x-upstream-response-time")).matches("\\d+\\.\\d{3}");
        assertThat(answer.received("x-forwarded-for")).containsExactly("127.0.0.1");
        assertThat(answer.received("x-forwarded-proto")).containsExactly("http");
        assertThat(answer.received("x-real-ip")).containsExactly("127.0.0.1");
    }

    @Test
    void s46_usesTheNetworkThatTheLabelNames() throws IOException {
        App app = App.of("s46", "demo.local", stack.task("one", "1")).on("a", "b");
        stack.deploy(app.label("network", "b"));

        assertThat(stack.get("demo.local", "/").status()).isEqualTo(200);
        assertThat(stack.errorCodes("s46")).isEmpty();
        stack.deploy(app);
        assertThat(stack.errorCodes("s46")).containsExactly("ambiguous-network");
    }

    @Test
    void s47_refusesANetworkThatTheServiceIsNotOn() throws IOException {
        stack.deploy(
                App.of("s47", "far.local", stack.task("one", "1")).label("network", "c"),
                App.of("s47b", "near.local", stack.task("two", "1")));

        assertThat(stack.get("far.local", "/").status()).isEqualTo(503);
        assertThat(stack.get("near.local", "/").status()).isEqualTo(200);
        assertThat(stack.errorCodes("s47")).containsExactly("network-not-attached");
        assertThat(stack.errorCodes("s47b")).isEmpty();
    }

    @Test
    void s48_findsTheNetworkOfTheStack() throws IOException {
        stack.deploy(App.of("s48", "demo.local", stack.task("one", "1"))
                .on("st_front")
                .label("network", "front")
                .label("com.docker.stack.namespace", "st"));

        assertThat(stack.get("demo.local", "/").status()).isEqualTo(200);
        assertThat(stack.errorCodes("s48")).isEmpty();
    }

    @Test
    void s52_followsAChangedLabel() throws IOException {
        TaskServer task = stack.task("one", "1");
        stack.deploy(App.of("s52", "old.local", task));
        assertThat(stack.get("old.local", "/").status()).isEqualTo(200);

        stack.deploy(App.of("s52", "new.local", task));

        assertThat(stack.get("old.local", "/").status()).isEqualTo(503);
        assertThat(stack.get("new.local", "/").status()).isEqualTo(200);
    }

    @Test
    void s66_absurdLabelsHarmNobodyElse() throws IOException {
        App absurd =
                App.of("s66", "", stack.task("one", "1")).label("port", "abc").label("context_root", "app");
        stack.deploy(absurd, App.of("s66b", "good.local", stack.task("two", "1")));

        assertThat(stack.errorCodes("s66")).contains("invalid-port", "invalid-host");
        assertThat(stack.errorCodes("s66b")).isEmpty();
        assertThat(stack.get("good.local", "/").instance()).isEqualTo("two");
    }
}
