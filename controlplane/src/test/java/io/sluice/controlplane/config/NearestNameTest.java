package io.sluice.controlplane.config;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NearestNameTest {

    private static final List<String> NAMES = List.of("hosts", "port", "network", "backend_mode", "default_backend");

    @ParameterizedTest
    @CsvSource({
        "host, hosts",
        "hsots, hosts",
        "HOSTS, hosts",
        "prot, port",
        "ports, port",
        "netwrok, network",
        "networks, network",
        "backend-mode, backend_mode",
        "backendmode, backend_mode",
        "default-backnd, default_backend"
    })
    void findsWhatWasMeant(String text, String meant) {
        assertThat(NearestName.of(text, NAMES)).contains(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "zzzzzz", "certificate", "quite_another_thing"})
    void findsNothingFarAway(String text) {
        assertThat(NearestName.of(text, NAMES)).isEmpty();
    }

    @Test
    void doesNotCompareTextLongerThanAnyName() {
        assertThat(NearestName.of("h".repeat(1_000_000), NAMES)).isEmpty();
    }

    @Test
    void takesTheFirstInAlphabeticalOrderAmongEquals() {
        assertThat(NearestName.of("bat", List.of("rat", "cat"))).contains("cat");
    }

    @Test
    void hintFallsBackWhenNothingIsNear() {
        assertThat(NearestName.hint("hsots", NAMES, "see the README")).isEqualTo("did you mean 'hosts'?");
        assertThat(NearestName.hint("zzzzzz", NAMES, "see the README")).isEqualTo("see the README");
    }
}
