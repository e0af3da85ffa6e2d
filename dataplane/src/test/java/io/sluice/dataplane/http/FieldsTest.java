package io.sluice.dataplane.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FieldsTest {

    @Test
    void growsAndGivesBackWhatOneLargeHeadTook() {
        Fields fields = new Fields();
        int before = fields.bytes().length;
        for (int i = 0; i < 100; i++) {
            fields.reserve(1000);
            fields.advance(1000);
            fields.add((byte) (i % 5), i, i + 1, i + 2, i + 3, i + 4);
        }

        assertThat(fields.count()).isEqualTo(100);
        assertThat(fields.id(99)).isEqualTo((byte) 4);
        assertThat(fields.lineEnd(99)).isEqualTo(103);
        assertThat(fields.find((byte) 3)).isEqualTo(3);
        assertThat(fields.find((byte) 9)).isEqualTo(-1);
        fields.clear();
        assertThat(fields.count()).isZero();
        assertThat(fields.bytes().length).isEqualTo(before);
    }

    @Test
    void writesNumbers() {
        HeadWriter writer = new HeadWriter().begin();
        writer.appendDecimal(0).append(' ').appendDecimal(9).append(' ').appendDecimal(10);
        writer.append(' ').appendDecimal(Long.MAX_VALUE).append(' ').appendDigits(7, 3);
        ByteBuf taken = writer.take(UnpooledByteBufAllocator.DEFAULT, 5);

        assertThat(taken.toString(java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("0 9 10 9223372036854775807 007");
        assertThat(taken.writableBytes()).isEqualTo(5);
        taken.release();
    }

    @Test
    void refusesInfoThatWouldSplitResponses() {
        assertThatThrownBy(() -> info("a\r\nb: c", "s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxy id");
        assertThatThrownBy(() -> info("p", "\u20ac"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server info");
    }

    private static InfoFields info(String proxyId, String serverInfo) {
        return new InfoFields(true, proxyId, serverInfo, new HttpDate(() -> 0), "");
    }

    @Test
    void reusesHeadsCleared() {
        HeadPool pool = new HeadPool();
        RequestHead head = pool.takeRequest();
        head.contentLength(5);
        head.chunked(true);
        head.host(3, 4);
        pool.give(head);

        RequestHead again = pool.takeRequest();
        assertThat(again).isSameAs(head);
        assertThat(again.contentLength()).isEqualTo(RequestHead.UNKNOWN_LENGTH);
        assertThat(again.isChunked()).isFalse();
        assertThat(again.hostStart()).isEqualTo(-1);
    }
}
