package io.sluice.perf.lab;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Sluice on the manager, one network with it: what the swarm does, the routes follow.
@LabTest
class RoutingLabIT {
    private Lab lab;
    private ProxyService proxy;

    @BeforeAll
    void deployProxy(Lab running) {
        lab = running;
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "front"));
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "back"));
        proxy = ProxyService.deploy(lab, "sluice", 1, 1, List.of("front"));
    }

    @AfterAll
    void removeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void routesALabelledServiceAsSoonAsItsTaskRuns() throws IOException {
        try (var app = Application.create(lab, "plain", 1, "front", Map.of("hosts", "plain.test", "port", "8080"))) {
            var routed = new Followed(proxy, "plain.test").whenStatusIs(200);

            Followed.report("routed after the task ran", app.runningSince().getFirst(), routed);
            var answer = proxy.get("PLAIN.test:8080", "/a?b=c");
            assertThat(answer.body()).contains("\"path\":\"/a?b=c\"", "\"host\":\"PLAIN.test:8080\"");
            assertThat(answer.body()).contains(answer.fields().get("x-request-id"));
            assertThat(proxy.errorsOf(app.name())).isEmpty();
        }
    }

    @Test
    void followsScaling() {
        try (var app = Application.create(lab, "scaled", 1, "front", Map.of("hosts", "scaled.test", "port", "8080"))) {
            var followed = new Followed(proxy, "scaled.test");
            followed.whenInstancesAre(1);

            app.scale(4);
            var grown = followed.whenInstancesAre(4);
            Followed.report(
                    "4 instances answer after the last ran", app.runningSince().getLast(), grown);

            var shrinkingSince = Instant.now();
            app.scale(2);
            var shrunk = followed.whenInstancesAre(2);
            Followed.report("2 instances answer after scaling down", shrinkingSince, shrunk);
        }
    }

    @Test
    void losesNoRequestWhileScaling() throws InterruptedException {
        try (var app = Application.create(lab, "busy", 2, "front", Map.of("hosts", "busy.test", "port", "8080"))) {
            var followed = new Followed(proxy, "busy.test");
            followed.whenInstancesAre(2);
            var load = proxy.load("busy.test");

            app.scale(4);
            followed.whenInstancesAre(4);
            app.scale(1);
            followed.whenInstancesAre(1);
            await().pollDelay(Duration.ofSeconds(4)).until(() -> true);

            var report = load.stop();
            assertThat(report.failures()).isEmpty();
            assertThat(report.answered()).isGreaterThan(100);
        }
    }

    @Test
    void followsAChangedLabel() throws IOException {
        try (var app = Application.create(lab, "renamed", 1, "front", Map.of("hosts", "old.test", "port", "8080"))) {
            new Followed(proxy, "old.test").whenStatusIs(200);

            app.label("hosts", "new.test");
            var changed = Instant.now();

            Followed.report(
                    "new host after the label changed", changed, new Followed(proxy, "new.test").whenStatusIs(200));
            assertThat(proxy.get("old.test", "/").status()).isEqualTo(503);
        }
    }

    @Test
    void stopsRoutingARemovedService() {
        try (var app = Application.create(lab, "removed", 1, "front", Map.of("hosts", "gone.test", "port", "8080"))) {
            var followed = new Followed(proxy, "gone.test");
            followed.whenStatusIs(200);

            app.remove();
            var removed = Instant.now();

            Followed.report("no route after the removal", removed, followed.whenStatusIs(503));
        }
    }

    @Test
    void refusesAServiceOnANetworkItIsNotOn() throws IOException {
        try (var stranger =
                        Application.create(lab, "stranger", 1, "back", Map.of("hosts", "far.test", "port", "8080"));
                var neighbour = Application.create(
                        lab, "neighbour", 1, "front", Map.of("hosts", "near.test", "port", "8080"))) {
            new Followed(proxy, "near.test").whenStatusIs(200);
            await("error of stranger")
                    .until(() -> !proxy.errorsOf(stranger.name()).isEmpty());

            var error = proxy.errorsOf(stranger.name()).getFirst();
            assertThat(error.path("code").asText()).isNotEmpty();
            assertThat(error.path("severity").asText()).isEqualTo("error");
            assertThat(error.path("message").asText()).contains("back");
            assertThat(error.path("hint").asText()).isNotEmpty();
            assertThat(proxy.get("far.test", "/").status()).isEqualTo(503);
            assertThat(proxy.errorsOf(neighbour.name())).isEmpty();
        }
    }

    @Test
    void reportsAServiceWithoutAPort() throws IOException {
        try (var app = Application.create(lab, "portless", 1, "front", Map.of("hosts", "portless.test"))) {
            await("error of portless").until(() -> !proxy.errorsOf(app.name()).isEmpty());

            var error = proxy.errorsOf(app.name()).getFirst();
            assertThat(error.path("code").asText()).isEqualTo("missing-port");
            assertThat(error.path("severity").asText()).isEqualTo("error");
            assertThat(proxy.get("portless.test", "/").status()).isEqualTo(503);
        }
    }

    @Test
    void saysWhenToTryAgainWhileNoTaskRuns() throws IOException {
        try (var app = Application.create(lab, "idle", 0, "front", Map.of("hosts", "idle.test", "port", "8080"))) {
            await("service in the API")
                    .until(() -> proxy.api("services").toString().contains(app.name()));

            var answer = proxy.get("idle.test", "/");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.fields()).containsKey("retry-after");
        }
    }
}
