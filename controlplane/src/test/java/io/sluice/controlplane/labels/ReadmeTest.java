package io.sluice.controlplane.labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.sluice.controlplane.config.ConfigError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/// The label table in the README is whole and true.
class ReadmeTest {

    /// `| name | value | meaning | example |`, name and example as code.
    private static final Pattern ROW = Pattern.compile("\\| `(?<name>[a-zA-Z_.]+)` \\|.*\\| `(?<example>[^`]+)` \\|");

    /// An example alone may lack the label that it belongs to.
    private static final List<String> EXPECTED = List.of("no-effect", "no-websockets");

    @Test
    void everyLabelHasARow() throws IOException {
        List<String> rows = rows().map(row -> row.group("name")).toList();

        assertThat(rows)
                .containsAll(LabelTable.names().stream()
                        .filter(LabelTable::isApplied)
                        .toList())
                .contains(LabelNames.REQUEST_HEADER + "NAME", LabelNames.RESPONSE_HEADER + "NAME");
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("examples")
    void everyExampleWorks(String name, String example) {
        Map<String, String> labels =
                new TreeMap<>(Map.of(Readings.key("hosts"), "a.local, old.example.com", Readings.key("port"), "80"));
        if (name.startsWith("ssl_client") || name.equals(LabelNames.SSL_ONLY)) {
            labels.put(Readings.key(LabelNames.SSL_CERT), "web-cert");
            labels.put(Readings.key(LabelNames.SSL_CLIENT_CA), "clients-ca");
        }
        labels.put(Readings.key(name), example);

        LabelReading reading = Readings.read(labels);

        assertThat(reading).isInstanceOf(LabelReading.Accepted.class);
        assertThat(Readings.errors(reading)).extracting(ConfigError::code).allMatch(EXPECTED::contains);
    }

    static Stream<Arguments> examples() throws IOException {
        return rows().filter(row -> !row.group("example").contains("…")).map(ReadmeTest::example);
    }

    /// Of a header, the example has the name too.
    private static Arguments example(Matcher row) {
        String name = row.group("name");
        String example = row.group("example");
        if (!name.endsWith(".NAME")) {
            return Arguments.of(name, example);
        }
        int equals = example.indexOf('=');
        return Arguments.of(example.substring(0, equals), example.substring(equals + 1));
    }

    private static Stream<Matcher> rows() throws IOException {
        return Files.readAllLines(Path.of("../README.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches);
    }
}
