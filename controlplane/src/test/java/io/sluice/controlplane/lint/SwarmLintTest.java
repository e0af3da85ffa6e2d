package io.sluice.controlplane.lint;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.docker.EngineFixtures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SwarmLintTest {

    @Test
    void readsWhatAnEngineSays() {
        LintService service = read("""
                {"Spec":{"Name":"web","Labels":{"com.docker.lb.hosts":"a","other":"x"},
                  "Mode":{"Replicated":{"Replicas":3}},"UpdateConfig":{"Order":"start-first"},
                  "EndpointSpec":{"Mode":"dnsrr","Ports":[{"PublishedPort":8080,"TargetPort":80}]},
                  "TaskTemplate":{"Networks":[{"Target":"id1"},{"Target":"unknown"}],
                    "ContainerSpec":{"StopGracePeriod":15000000000,"Healthcheck":{"Test":["CMD","true"]}}}}}""");

        assertThat(service)
                .isEqualTo(new LintService(
                        "web",
                        Map.of("hosts", "a"),
                        Optional.of(3L),
                        true,
                        Optional.of(Duration.ofSeconds(15)),
                        true,
                        true,
                        List.of("edge", "unknown"),
                        List.of(8080)));
    }

    @Test
    void aBareServiceIsGlobalOrHasNothing() {
        LintService service = read("{\"Spec\":{\"Name\":\"web\",\"Mode\":{\"Global\":{}}}}");

        assertThat(service.replicas()).isEmpty();
        assertThat(service.stopGrace()).isEmpty();
        assertThat(service.healthCheck()).isFalse();
        assertThat(service.startFirst()).isFalse();
        assertThat(service.isRouted()).isFalse();
    }

    /// How a service says that its image's check is not to be made.
    @Test
    void aCheckOfNoneIsNone() {
        assertThat(read("""
                {"Spec":{"Name":"web","TaskTemplate":{"ContainerSpec":{"Healthcheck":{"Test":["NONE"]}}}}}""").healthCheck()).isFalse();
    }

    /// Without an overlay network, its nodes' ports are how the proxy reaches it.
    @Test
    void portsOfAServiceInHostModeBypassNothing() {
        assertThat(read("""
                {"Spec":{"Name":"web","EndpointSpec":{"Ports":[{"PublishedPort":8080}]}}}""").publishedPorts()).isEmpty();
    }

    private static LintService read(String json) {
        return SwarmLint.read(EngineFixtures.object(json), Map.of("id1", "edge"));
    }
}
