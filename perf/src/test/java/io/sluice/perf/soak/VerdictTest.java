package io.sluice.perf.soak;

import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class VerdictTest {

    @Test
    void passesARunThatLostNothing() {
        assertThat(new Verdict(good()).print()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lost, 1, lost: 1 requests",
        "leaks, 2, leaks: 2 reports",
        "canary, 0, leak detection",
        "connections, 1, connections: 1 open",
        "tunnels, 1, tunnels: 1 open",
        "in-flight, 1, in-flight: 1",
        "exceptions, 3, exceptions: 3",
        "drained, 0, drain",
        "verified, 0, verified",
        "aborted, 0, aborted",
        "pauses, 0, back-pressure",
        "direct-max, 300000000, direct memory: exceeds",
        "direct-max, 0, direct memory: was not measured",
        "direct-growth, 17000000, direct memory: grows",
        "heap-end, 90000000, heap after GC: grows",
    })
    void findsWhatIsBroken(String name, long value, String problem) {
        Map<String, Long> values = good();
        values.put(name, value);

        assertThat(new Verdict(values).print()).singleElement().asString().startsWith(problem);
    }

    @Test
    void refusesToJudgeWhatNobodyReported() {
        Map<String, Long> values = good();
        values.remove("leaks");

        assertThatThrownBy(() -> new Verdict(values).print())
                .isInstanceOf(SoakException.class)
                .hasMessageContaining("'leaks'");
    }

    private static Map<String, Long> good() {
        Map<String, Long> values = new HashMap<>();
        for (String zero : new String[] {"lost", "leaks", "connections", "tunnels", "in-flight", "exceptions"}) {
            values.put(zero, 0L);
        }
        for (String some : new String[] {"requests", "verified", "verified-bytes", "aborted", "client-aborts"}) {
            values.put(some, 1000L);
        }
        for (String some : new String[] {"publications", "pauses", "reuses", "canary", "drained"}) {
            values.put(some, 1L);
        }
        for (String bytes : new String[] {"direct-min", "direct-max", "direct-last", "heap-warm", "heap-end"}) {
            values.put(bytes, 10_000_000L);
        }
        values.put("direct-growth", 0L);
        values.put("retries", 0L);
        return values;
    }
}
