package io.sluice.controlplane.labels;

import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static io.sluice.controlplane.labels.Readings.codes;
import static org.assertj.core.api.Assertions.assertThat;

/// What each file of the corpus says about itself holds.
class LabelCorpusTest {

    @ParameterizedTest(name = "{0}")
    @MethodSource("entries")
    void readsAsTheFileSays(String name, LabelCorpus.Entry entry) {
        LabelReading reading = Readings.read(entry.labels());

        String outcome = switch (reading) {
            case LabelReading.Silent() -> "silent";
            case LabelReading.Refused refused -> "refused";
            case LabelReading.Accepted accepted -> "accepted";
        };
        assertThat((outcome + " " + codes(reading)).strip()).as(name).isEqualTo(entry.outcome());
    }

    static Stream<Arguments> entries() {
        return LabelCorpus.read().stream().map(entry -> Arguments.of(entry.name(), entry));
    }
}
