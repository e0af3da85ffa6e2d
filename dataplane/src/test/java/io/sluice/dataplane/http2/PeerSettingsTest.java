package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PeerSettingsTest {

    private final PeerSettings settings = new PeerSettings();

    private int apply(String hex) {
        ByteBuf payload = Unpooled.wrappedBuffer(Blocks.hex("ff" + hex.replace(" ", "")));
        return settings.apply(payload, 1, payload.readableBytes() - 1);
    }

    @Test
    void takesTheLastWindow() {
        assertThat(settings.initialWindowBytes()).isEqualTo(65_535);
        assertThat(apply("0004 00000001 0004 7fffffff")).isEqualTo(ErrorCode.NO_ERROR);
        assertThat(settings.initialWindowBytes()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "0001 00000000, 0",
        "0002 00000000, 0",
        "0002 00000001, 0",
        "0002 00000002, 1",
        "0003 00000000, 0",
        "0004 80000000, 3",
        "0004 ffffffff, 3",
        "0005 00003fff, 1",
        "0005 00004000, 0",
        "0005 00ffffff, 0",
        "0005 01000000, 1",
        "0006 00000000, 0",
        "0008 00000002, 1",
        "1234 ffffffff, 0",
    })
    void judges(String payload, int error) {
        assertThat(apply(payload)).isEqualTo(error);
    }
}
