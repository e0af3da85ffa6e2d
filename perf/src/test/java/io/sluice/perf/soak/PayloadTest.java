package io.sluice.perf.soak;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PayloadTest {

    private static final long SEED = 42;

    @Test
    void acceptsItsOwnBytes() {
        assertThatCode(() -> Payload.require(Payload.of(SEED, 1000), SEED, 1000))
                .doesNotThrowAnyException();
    }

    @Test
    void findsASingleWrongByte() {
        byte[] bytes = Payload.of(SEED, 1000);
        bytes[777] ^= 1;

        assertThatThrownBy(() -> Payload.require(bytes, SEED, 1000)).hasMessageContaining("byte 777");
    }

    /// As after a buffer was forwarded twice or swapped with another.
    @Test
    void findsMovedBytes() {
        byte[] bytes = Payload.of(SEED, 4096);
        System.arraycopy(bytes, 0, bytes, 2048, 2048);

        assertThatThrownBy(() -> Payload.require(bytes, SEED, 4096)).hasMessageContaining("body differs");
    }

    @Test
    void findsWhatBelongsToAnotherRequest() {
        assertThatThrownBy(() -> Payload.require(Payload.of(SEED + 1, 100), SEED, 100))
                .hasMessageContaining("body differs");
    }

    @Test
    void findsATruncatedBody() {
        assertThatThrownBy(() -> Payload.require(Payload.of(SEED, 99), SEED, 100))
                .hasMessageContaining("99 bytes of body, 100 were expected");
    }
}
