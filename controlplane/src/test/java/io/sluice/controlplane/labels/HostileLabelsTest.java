package io.sluice.controlplane.labels;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What labels may not do: forge lines, grow without bound, or take the service beside them down.
class HostileLabelsTest {

    private static final String HOSTS = "com.docker.lb.hosts";
    private static final String PORT = "com.docker.lb.port";

    /// R-LBL-1: a control character refuses the label as a whole.
    @ParameterizedTest
    @ValueSource(strings = {"a.local\r\nX-Evil: 1", "a.local\n", "a.local\u0000", "a.local\u001b[2J", "a\u2028b"})
    void controlCharactersInHostsRefuseTheService(String value) {
        LabelReading reading = read(Map.of(HOSTS, "good.local," + value, PORT, "80"));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("control-character");
        assertThat(errors(reading))
                .allSatisfy(error -> assertThat(error.toString())
                        .matches(text -> text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\u2028')));
    }

    @Test
    void controlCharactersInALabelThatIsNotNeededDoNotRefuseTheService() {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.ssl_cert", "x\ny"));

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(codes(reading)).isEqualTo("control-character");
    }

    /// Taking the default instead would reach tasks on a network that the operator did not mean.
    @ParameterizedTest
    @ValueSource(strings = {"com.docker.lb.network", "com.docker.lb.backend_mode", PORT})
    void controlCharactersInAnAppliedLabelRefuseTheService(String key) {
        Map<String, String> labels = new HashMap<>(Map.of(HOSTS, "a.local", PORT, "80"));
        labels.put(key, "1\t");

        LabelReading reading = read(labels);

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("control-character");
    }

    @Test
    void hostileKeysAndNamesAreEscaped() {
        Service service = service("web\n\u001b[31m", Map.of("com.docker.lb.\r\nport", "80"));

        assertThat(errors(LabelParser.read(service)))
                .isNotEmpty()
                .allSatisfy(error -> assertThat(error.toString())
                        .matches(text -> text.chars().noneMatch(Character::isISOControl)));
    }

    @Test
    void tooManyLabelsRefuseTheServiceWithOneError() {
        Map<String, String> labels = new HashMap<>(Map.of(HOSTS, "a.local", PORT, "80"));
        IntStream.range(0, 199).forEach(i -> labels.put("com.docker.lb.x" + i, "y"));

        LabelReading reading = read(labels);

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("too-many-labels");
    }

    @Test
    void othersLabelsDoNotCount() {
        Map<String, String> labels = new HashMap<>(Map.of(HOSTS, "a.local", PORT, "80"));
        IntStream.range(0, 300).forEach(i -> labels.put("other.x" + i, "y".repeat(100)));

        assertThat(read(labels)).isInstanceOf(LabelReading.Accepted.class);
    }

    @Test
    void tooLargeLabelsRefuseTheServiceWithOneError() {
        LabelReading reading = read(Map.of(HOSTS, "a.local", PORT, "80", "com.docker.lb.redirects", "é".repeat(9_000)));

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("labels-too-large");
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

    private static String codes(LabelReading reading) {
        return errors(reading).stream().map(ConfigError::code).collect(Collectors.joining(" "));
    }
}
