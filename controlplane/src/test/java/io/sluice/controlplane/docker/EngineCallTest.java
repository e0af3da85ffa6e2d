package io.sluice.controlplane.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EngineCallTest {

    /// The allow-list for socket proxies; that nothing else is called is asserted where calls are made.
    @Test
    void theReadmeListsWhatIsCalledAndNoMore() throws IOException {
        List<String> listed = Files.readAllLines(Path.of("README.md")).stream()
                .map(String::strip)
                .filter(line -> line.matches("(GET|POST|PUT|DELETE|HEAD) /\\S+"))
                .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Arrays.stream(EngineCall.values())
                        .map(EngineCall::toString)
                        .toList());
    }

    @Test
    void otherCallsAreNotKnown() {
        assertThat(EngineCall.isKnown("POST", "/v1.44/services/abc/update?version=7"))
                .isTrue();
        assertThat(EngineCall.isKnown("GET", "/v1.44/services")).isTrue();
        assertThat(EngineCall.isKnown("GET", "/_ping")).isTrue();
        assertThat(EngineCall.isKnown("DELETE", "/v1.44/networks/abc")).isFalse();
        assertThat(EngineCall.isKnown("POST", "/v1.44/containers/create")).isFalse();
        assertThat(EngineCall.isKnown("GET", "/v1.44/services/../secrets")).isFalse();
    }
}
