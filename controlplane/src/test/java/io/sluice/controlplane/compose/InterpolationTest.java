package io.sluice.controlplane.compose;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class InterpolationTest {

    private static final Map<String, String> ENVIRONMENT =
            Map.of("A", "alpha", "B_2", "beta", "EMPTY", "", "LOOP", "$LOOP ${A}");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plain|plain",
                "''|''",
                "$A|alpha",
                "${A}|alpha",
                "x${A}y|xalphay",
                "$A.local|alpha.local",
                "$A$B_2|alphabeta",
                "$$A|$A",
                "$$$A|$alpha",
                "$${A}|${A}",
                "100$$|100$",
                "}{|}{",
                "${A:-x}|alpha",
                "${A-x}|alpha",
                "${EMPTY:-x}|x",
                "${EMPTY-x}|''",
                "${NONE:-x}|x",
                "${NONE-x}|x",
                "${NONE:-}|''",
                "${NONE:-a-b:c?d+e}|a-b:c?d+e",
                "${NONE:-${A}}|alpha",
                "${NONE:-${NONE2:-deep}}|deep",
                "${NONE:-$$}|$",
                "${A:+x}|x",
                "${A+x}|x",
                "${EMPTY:+x}|''",
                "${EMPTY+x}|x",
                "${NONE:+x}|''",
                "${A:?must}|alpha",
                "${A?must}|alpha",
                "${EMPTY?must}|''",
                "$LOOP|$LOOP ${A}"
            })
    void replacesVariables(String text, String value) {
        Interpolation.Result result = Interpolation.of(text, ENVIRONMENT);

        assertThat(result.problem()).isEmpty();
        assertThat(result.value()).isEqualTo(value);
        assertThat(result.unset()).isEmpty();
    }

    @Test
    void namesTheVariablesThatNothingSets() {
        Interpolation.Result result = Interpolation.of("[$X|${Y}|${A:-$Z}|${NONE:-$W}]", ENVIRONMENT);

        assertThat(result.value()).isEqualTo("[||alpha|]");
        assertThat(result.unset()).as("Z stands in a default that is not used").containsExactly("X", "Y", "W");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$|starts no variable",
                "5$ a|starts no variable",
                "$1|starts no variable",
                "${|without a variable",
                "${}|without a variable",
                "${1A}|without a variable",
                "${ A}|without a variable",
                "${A|followed by neither",
                "${A b}|followed by neither",
                "${A:x}|followed by neither",
                "${NONE:-x|without '}'",
                "${NONE:-${A}|without '}'",
                "${NONE:?set NONE first}|needs the variable NONE: set NONE first",
                "${NONE?}|needs the variable NONE",
                "${EMPTY:?}|needs the variable EMPTY"
            })
    void saysWhatIsWrong(String text, String problem) {
        assertThat(Interpolation.of(text, ENVIRONMENT).problem())
                .hasValueSatisfying(actual -> assertThat(actual).contains(problem));
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 100, 100_000})
    void boundsNesting(int depth) {
        String text = "${N:-".repeat(depth) + "x" + "}".repeat(depth);

        assertThat(Interpolation.of(text, ENVIRONMENT).problem()).isPresent();
    }

    @Test
    void boundsGrowth() {
        Map<String, String> environment = Map.of("BIG", "x".repeat(10_000));

        assertThat(Interpolation.of("$BIG".repeat(1_000), environment).problem())
                .isPresent();
    }
}
