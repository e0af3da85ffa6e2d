package io.sluice.controlplane.labels;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Labels that route nothing are told of, and harm nothing.
class LabelNamesTest {

    private static final String HOSTS = "com.docker.lb.hosts";
    private static final String PORT = "com.docker.lb.port";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "context_root",
                "context_root_rewrite",
                "ssl_cert",
                "ssl_key",
                "ssl_passthrough",
                "websocket_endpoints",
                "service_cluster",
                "sticky_session_cookie",
                "ip_hash",
                "redirects",
                "max_fails",
                "fail_timeout",
                "ssl_only",
                "ssl_backend",
                "ssl_backend_tls_verify",
                "weight",
                "balance",
                "health_path",
                "health_interval",
                "health_timeout",
                "health_status",
                "slow_start",
                "retries",
                "retry_on",
                "timeout_connect",
                "timeout_request",
                "timeout_idle",
                "max_body",
                "max_requests",
                "protocol",
                "sticky",
                "l4.5432",
                "l4.53/udp"
            })
    void knownButNotAppliedLabelsAreReported(String name) {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb." + name, "x"));

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.code()).isEqualTo("not-applied");
            assertThat(error.label()).isEqualTo("com.docker.lb." + name);
            assertThat(error.hint()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "host, 'hosts'",
        "Port, 'port'",
        "back_end_mode, 'backend_mode'",
        "stickysessioncookie, 'sticky_session_cookie'",
        "whatever_this_is, README",
        "'', README"
    })
    void unknownLabelsAreReportedWithTheNearestName(String name, String hint) {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb." + name, "x"));

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(errors(reading)).singleElement().satisfies(error -> {
            assertThat(error.severity()).isEqualTo(Severity.WARNING);
            assertThat(error.code()).isEqualTo("unknown-label");
            assertThat(error.hint()).contains(hint);
        });
    }

    private static LabelReading read(Map<String, String> labels) {
        return LabelParser.read(service("web", labels));
    }

    private static Service service(String name, Map<String, String> labels) {
        Map<String, Label> positioned = labels.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> new Label(
                                entry.getValue(),
                                "stack.yml:"
                                        + entry.getKey()
                                                .substring(entry.getKey().lastIndexOf('.') + 1)
                                                .strip())));
        return new Service(
                "id",
                name,
                1,
                Instant.EPOCH,
                positioned,
                EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(),
                UpdateState.NONE);
    }

    private static List<ConfigError> errors(LabelReading reading) {
        return switch (reading) {
            case LabelReading.Silent() -> List.of();
            case LabelReading.Refused refused -> refused.errors();
            case LabelReading.Accepted accepted -> accepted.errors();
        };
    }
}
