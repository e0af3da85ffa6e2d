package io.sluice.controlplane.labels;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

import io.sluice.controlplane.swarm.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.errors;
import static io.sluice.controlplane.labels.Readings.read;
import static io.sluice.controlplane.labels.Readings.service;
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
    @ValueSource(
            strings = {
                "com.docker.lb.network",
                "com.docker.lb.backend_mode",
                PORT,
                "com.docker.lb.ip_allow",
                "com.docker.lb.response_header.X-Frame-Options"
            })
    void controlCharactersInALabelThatProtectsRefuseTheService(String key) {
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
    void labelsOfAllDialectsCount() {
        Map<String, String> labels = new HashMap<>(Map.of("interlock.hostname", "a", "interlock.port", "80"));
        IntStream.range(0, 199).forEach(i -> labels.put("interlock.alias_domain." + i, "a" + i + ".local"));

        assertThat(codes(read(labels))).isEqualTo("too-many-labels");
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
}
