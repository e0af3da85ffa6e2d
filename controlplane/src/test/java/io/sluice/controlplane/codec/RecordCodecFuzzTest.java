package io.sluice.controlplane.codec;

import java.util.Arrays;
import java.util.Random;

import io.sluice.dataplane.model.VirtualHost;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the bytes are, they are a value or a [CodecException], and a value has those bytes again.
class RecordCodecFuzzTest {

    private static final int ROUNDS = 100_000;
    private static final int MAX_BYTES = 64;

    @Test
    void anyBytesAreAValueOrRefused() {
        long seed = System.nanoTime();
        System.out.println("RecordCodecFuzzTest seed " + seed);
        Random random = new Random(seed);
        RecordCodec<VirtualHost> codec = RecordCodec.of(VirtualHost.class);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = new byte[random.nextInt(MAX_BYTES)];
            random.nextBytes(bytes);
            try {
                VirtualHost host = codec.decode(bytes);
                assertThat(codec.decode(codec.encode(host)))
                        .as(Arrays.toString(bytes))
                        .isEqualTo(host);
            } catch (CodecException e) {
                refused++;
            }
        }

        assertThat(refused).isPositive();
    }
}
