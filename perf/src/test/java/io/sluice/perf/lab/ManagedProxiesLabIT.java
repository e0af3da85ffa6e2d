package io.sluice.perf.lab;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Two control planes make the service of the proxies from `config.toml`, and keep it: acceptance scenarios 46, 51, 53
/// and 56. Each test goes on from where the one before ended.
@LabTest
@TestMethodOrder(OrderAnnotation.class)
class ManagedProxiesLabIT {
    private static final String PROXY = "edge-proxy";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONFIG = """
            [Extensions.default]
            ProxyServiceName = "edge-proxy"
            ProxyReplicas = 1
            ProxyConstraints = ["node.hostname==node2"]
            PublishMode = "host"
            PublishedPort = %d
            ProxyStopSignal = "SIGQUIT"
            ProxyStopGracePeriod = "5s"
            ProxyLabels = { tier = "%s" }
            ProxyEnv = { SLUICE_JVM_OPTS = "-Xmx256m" }
            """;

    private Lab lab;
    private ControlService control;
    private int port = 8080;

    @BeforeAll
    void deploy(Lab running) {
        lab = running;
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "first"));
        Application.create(lab, "first-app", 2, "first", Map.of("hosts", "first.test", "port", "8080"));
        control = ControlService.deploy(lab, 2, CONFIG.formatted(port, "one"));
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    @Order(1)
    void proxiesAreCreatedFromTheFileAndServe() {
        until("traffic", () -> status("first.test") == 200);

        assertThat(inspect("{{json .Spec.EndpointSpec.Ports}}")).contains("\"PublishMode\":\"host\"", "8080", "8443");
        assertThat(inspect("{{.Spec.TaskTemplate.ContainerSpec.StopSignal}}")).isEqualTo("SIGTERM");
        assertThat(networks()).hasSize(2);
    }

    @Test
    @Order(2)
    void aNetworkIsAttachedWhenAServiceNeedsIt() {
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "second"));
        Application.create(lab, "second-app", 1, "second", Map.of("hosts", "second.test", "port", "8080"));

        until("traffic over another network", () -> status("second.test") == 200);
        assertThat(networks()).hasSize(3);
        until("the first is served on", () -> status("first.test") == 200);
    }

    @Test
    @Order(3)
    void aNetworkIsLeftWithItsLastService() {
        lab.docker(1, List.of("service", "rm", "second-app"));

        until("the network can be removed", () -> removed("second"));
        assertThat(networks()).hasSize(2);
    }

    @Test
    @Order(4)
    void driftIsRepaired() {
        lab.docker(1, List.of("service", "update", "--detach", "--quiet", "--replicas", "0", PROXY));

        until(
                "replicas are as the file says",
                () -> inspect("{{.Spec.Mode.Replicated.Replicas}}").equals("1"));
        until("traffic", () -> status("first.test") == 200);
    }

    @Test
    @Order(5)
    void whatIsNotOursStays() {
        lab.docker(
                1,
                List.of(
                        "service",
                        "update",
                        "--detach",
                        "--quiet",
                        "--no-resolve-image",
                        "--limit-pids",
                        "500",
                        PROXY));
        var version = inspect("{{.Version.Index}}");

        port = 8081;
        control.configure(CONFIG.formatted(port, "two"));

        until("the label is the new one", () -> inspect("{{.Spec.Labels.tier}}").equals("two"));
        until("traffic on the new port", () -> status("first.test") == 200);
        assertThat(inspect("{{.Spec.TaskTemplate.Resources.Limits.Pids}}")).isEqualTo("500");
        assertThat(inspect("{{.Version.Index}}")).isNotEqualTo(version);
    }

    @Test
    @Order(6)
    void nothingIsWrittenWhileNothingChanges() throws InterruptedException {
        until("the update is complete", () -> inspect("{{.UpdateStatus.State}}").equals("completed"));
        Thread.sleep(2_000);
        var version = inspect("{{.Version.Index}}");

        Thread.sleep(15_000);

        assertThat(inspect("{{.Version.Index}}")).isEqualTo(version);
    }

    private void until(String what, Callable<Boolean> happened) {
        try {
            await(what).atMost(SOON).ignoreExceptions().until(happened);
        } catch (RuntimeException e) {
            throw new AssertionError(what + " did not happen; " + state(), e);
        }
    }

    private String state() {
        return lab.docker(1, List.of("service", "ls")) + "\n" + control.logs() + "\n"
                + lab.docker(1, List.of("service", "ps", "--no-trunc", "control"))
                + lab.docker(1, List.of("service", "ps", "--no-trunc", PROXY));
    }

    private int status(String host) throws IOException {
        return HttpConnection.once(lab.address(2), port, host, "/").status();
    }

    private String inspect(String format) {
        return lab.docker(1, List.of("service", "inspect", "--format", format, PROXY));
    }

    private List<String> networks() {
        return List.of(inspect("{{range .Spec.TaskTemplate.Networks}}{{.Target}} {{end}}")
                .split(" "));
    }

    private boolean removed(String network) {
        lab.docker(1, List.of("network", "rm", network));
        return true;
    }
}
