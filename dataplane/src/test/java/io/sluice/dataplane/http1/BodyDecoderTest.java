package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ChunkDecoder.Event;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BodyDecoderTest {

    private final BodyDecoder body = new BodyDecoder(Limits.DEFAULT);

    @Test
    void takesAsManyBytesAsTheLengthSays() {
        ByteBuf in = buffer("helloGET");
        body.begin(Framing.LENGTH, 5);

        assertThat(body.next(in)).isEqualTo(Event.DATA);
        assertThat(body.dataBytes()).isEqualTo(5);
        assertThat(in.readCharSequence(5, StandardCharsets.ISO_8859_1)).hasToString("hello");
        assertThat(body.next(in)).isEqualTo(Event.END);
        assertThat(in.readableBytes()).isEqualTo(3);
        assertThat(body.trailers()).isSameAs(Fields.NONE);
    }

    @Test
    void waitsForTheRestOfALength() {
        body.begin(Framing.LENGTH, 5);
        ByteBuf first = buffer("he");

        assertThat(body.next(first)).isEqualTo(Event.DATA);
        first.skipBytes(body.dataBytes());
        assertThat(body.next(first)).isEqualTo(Event.NEED_MORE);
        assertThat(body.next(buffer("llo!"))).isEqualTo(Event.DATA);
        assertThat(body.dataBytes()).isEqualTo(3);
        assertThat(body.next(buffer("!"))).isEqualTo(Event.END);
    }

    /// Of chunks nobody knows how many follow.
    @Test
    void knowsThatMoreMustFollowWhereThereIsALength() {
        body.begin(Framing.LENGTH, 5);
        body.next(buffer("he"));

        assertThat(body.needsMoreThan(2)).isTrue();
        assertThat(body.needsMoreThan(3)).isFalse();
        body.begin(Framing.CHUNKED, -1);
        assertThat(body.needsMoreThan(0)).isFalse();
        body.begin(Framing.NONE, -1);
        assertThat(body.needsMoreThan(0)).isFalse();
    }

    @Test
    void endsAtOnceWithoutABody() {
        body.begin(Framing.LENGTH, 0);
        assertThat(body.framing()).isEqualTo(Framing.NONE);
        assertThat(body.next(buffer("x"))).isEqualTo(Event.END);

        body.begin(Framing.NONE, -1);
        assertThat(body.next(Unpooled.EMPTY_BUFFER)).isEqualTo(Event.END);
    }

    @Test
    void takesEverythingUntilClose() {
        body.begin(Framing.UNTIL_CLOSE, -1);

        assertThat(body.next(buffer("abc"))).isEqualTo(Event.DATA);
        assertThat(body.dataBytes()).isEqualTo(3);
        assertThat(body.next(Unpooled.EMPTY_BUFFER)).isEqualTo(Event.NEED_MORE);
    }

    @Test
    void decodesChunksAnewForEachBody() {
        body.begin(Framing.CHUNKED, -1);
        assertThat(body.next(buffer("zz"))).isEqualTo(Event.REFUSED);
        assertThat(body.failure()).isEqualTo(Failure.BAD_CHUNK);

        body.begin(Framing.CHUNKED, -1);
        assertThat(body.next(buffer("0\r\nA: b\r\n\r\n"))).isEqualTo(Event.END);
        assertThat(body.trailers().count()).isEqualTo(1);
    }

    private static ByteBuf buffer(String text) {
        return Unpooled.wrappedBuffer(Octets.ascii(text));
    }
}
