package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InputBufferTest {

    private static final ByteBufAllocator ALLOCATOR = ByteBufAllocator.DEFAULT;

    private final InputBuffer input = new InputBuffer();

    @Test
    void joinsWhatWasNotTaken() {
        ByteBuf first = data("abc");
        ByteBuf second = data("def");
        input.add(first, ALLOCATOR);
        input.skip(1);
        input.add(second, ALLOCATOR);

        assertThat(input.bytes().toString(StandardCharsets.ISO_8859_1)).isEqualTo("bcdef");
        assertThat(first.refCnt()).isZero();
        assertThat(second.refCnt()).isZero();
        input.drop();
    }

    @Test
    void handsOutPartsThatLiveOnTheirOwn() {
        ByteBuf all = data("hello world");
        input.add(all, ALLOCATOR);
        ByteBuf part = input.take(5);
        ByteBuf rest = input.take(6);

        assertThat(input.isReadable()).isFalse();
        assertThat(part.toString(StandardCharsets.ISO_8859_1)).isEqualTo("hello");
        part.release();
        assertThat(rest.toString(StandardCharsets.ISO_8859_1)).isEqualTo(" world");
        rest.release();
        assertThat(all.refCnt()).isZero();
    }

    @Test
    void copiesNoMoreThanAHeadMayHave() {
        input.add(data("x".repeat(10_000)), ALLOCATOR);
        Fields fields = new Fields();
        int copied = 0;
        for (int more = input.copyTo(fields, 5000); more > 0; more = input.copyTo(fields, 5000)) {
            copied += more;
            input.skip(more);
        }

        assertThat(copied).isEqualTo(5000).isEqualTo(fields.length());
        assertThat(input.readableBytes()).isEqualTo(5000);
        input.drop();
    }

    @Test
    void holdsNothingOnceRead() {
        ByteBuf data = data("ab");
        input.add(data, ALLOCATOR);
        input.dropIfRead();
        assertThat(data.refCnt()).isEqualTo(1);
        input.skip(2);
        input.dropIfRead();

        assertThat(data.refCnt()).isZero();
        input.drop();
        input.drop();
    }

    private static ByteBuf data(String text) {
        return ALLOCATOR.directBuffer().writeBytes(Octets.ascii(text));
    }
}
