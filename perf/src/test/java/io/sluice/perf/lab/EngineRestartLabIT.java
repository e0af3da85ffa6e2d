package io.sluice.perf.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Sluice on a worker, asking the engine of the only manager: when that engine goes, Sluice serves what it knew.
@LabTest
class EngineRestartLabIT {
    private Lab lab;
    private ProxyService proxy;

    @BeforeAll
    void deployProxy(Lab running) {
        lab = running;
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "steady"));
        proxy = ProxyService.deploy(lab, "sluice-far", 2, 1, List.of("steady"));
    }

    @AfterAll
    void removeProxy() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void losesNoRequestWhileTheEngineRestarts() throws Exception {
        try (var app = Application.create(lab, "steady", 2, "steady", Map.of("hosts", "steady.test", "port", "8080"))) {
            var followed = new Followed(proxy, "steady.test");
            followed.whenInstancesAre(2);
            var load = proxy.load("steady.test");

            lab.lab("stop", "1");
            await("a report that the engine is gone")
                    .until(() ->
                            !proxy.api("status").path("source").path("fresh").asBoolean(true));
            lab.lab("start", "1");
            await("news from the engine")
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            proxy.api("status").path("source").path("fresh").asBoolean(false));

            app.scale(3);
            followed.whenInstancesAre(3);
            var report = load.stop();
            assertThat(report.failures()).isEmpty();
            assertThat(report.answered()).isGreaterThan(100);
        }
    }
}
