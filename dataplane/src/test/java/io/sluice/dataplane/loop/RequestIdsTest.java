package io.sluice.dataplane.loop;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestIdsTest {

    @Test
    void makesDistinctIdsOf32Digits() {
        RequestIds one = new RequestIds();
        RequestIds other = new RequestIds();
        Set<String> seen = new HashSet<>();
        byte[] target = new byte[RequestIds.LENGTH];

        for (int i = 0; i < 10_000; i++) {
            (i % 2 == 0 ? one : other).next(target);
            String id = new String(target, StandardCharsets.US_ASCII);
            assertThat(id).matches("[0-9a-f]{32}");
            assertThat(seen.add(id)).isTrue();
        }
    }
}
