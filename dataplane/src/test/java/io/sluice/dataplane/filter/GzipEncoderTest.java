package io.sluice.dataplane.filter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.ContentCoding;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GzipEncoderTest {

    private final Encoders encoders = new Encoders(PooledByteBufAllocator.DEFAULT);

    private static ByteBuf direct(byte[] bytes) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static byte[] taken(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes).release();
        return bytes;
    }

    private static byte[] decoded(byte[] bytes) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }

    private byte[] encoded(List<byte[]> parts) {
        BodyEncoder encoder = encoders.take(ContentCoding.GZIP, false);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(taken(encoder.encode(direct(part))));
            out.writeBytes(taken(encoder.flush()));
        }
        out.writeBytes(taken(encoder.finish()));
        encoder.close();
        return out.toByteArray();
    }

    @Test
    void codesWhatIsReadBack() throws IOException {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 100, 4095, 70_000, 1_000_000}) {
            byte[] noise = new byte[size];
            random.nextBytes(noise);
            byte[] text = Octets.ascii("to be or not to be. ".repeat(size / 20));

            assertThat(decoded(encoded(List.of(noise)))).isEqualTo(noise);
            assertThat(decoded(encoded(List.of(text)))).isEqualTo(text);
            assertThat(encoded(List.of(text))).hasSizeLessThan(text.length / 50 + 64);
        }
    }

    @Test
    void codesInPiecesOfAnyKind() throws IOException {
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            parts.add(Octets.ascii("part " + i + "; "));
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        parts.forEach(whole::writeBytes);

        assertThat(decoded(encoded(parts))).isEqualTo(whole.toByteArray());
    }

    @Test
    void takesBuffersOfManyParts() throws IOException {
        BodyEncoder encoder = encoders.take(ContentCoding.GZIP, false);
        ByteBuf composite =
                Unpooled.wrappedBuffer(direct(Octets.ascii("ab")), Unpooled.wrappedBuffer(Octets.ascii("c")));

        byte[] head = taken(encoder.encode(composite));
        byte[] rest = taken(encoder.finish());
        encoder.close();

        assertThat(composite.refCnt()).isZero();
        assertThat(decoded(taken(Unpooled.wrappedBuffer(head, rest)))).isEqualTo(Octets.ascii("abc"));
    }

    /// Whoever reads server-sent events waits for each of them.
    @Test
    void flushesStreamsSoThatEverythingCanBeRead() throws IOException {
        BodyEncoder encoder = encoders.take(ContentCoding.GZIP, true);
        byte[] event = Octets.ascii("data: 1\n\n");

        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(taken(encoder.encode(direct(event))));
        sent.writeBytes(taken(encoder.flush()));
        byte[] read = new byte[event.length];
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            assertThat(in.readNBytes(read, 0, read.length)).isEqualTo(event.length);
        } catch (EOFException e) {
            throw new AssertionError("the event is not in what was sent", e);
        }

        assertThat(read).isEqualTo(event);
        assertThat(encoder.flush().isReadable()).as("nothing new").isFalse();
        encoder.close();
    }

    @Test
    void isReusedClean() throws IOException {
        BodyEncoder abandoned = encoders.take(ContentCoding.GZIP, false);
        abandoned.encode(direct(new byte[5000])).release();
        abandoned.close();
        abandoned.close();

        assertThat(decoded(encoded(List.of(new byte[] {1, 2, 3})))).containsExactly(1, 2, 3);
        assertThat(encoders.take(ContentCoding.GZIP, false)).isSameAs(abandoned);
    }

    @Test
    void hasALimit() {
        List<BodyEncoder> all = new ArrayList<>();
        for (int i = 0; i < Encoders.MAX_ACTIVE; i++) {
            all.add(encoders.take(ContentCoding.GZIP, false));
        }
        assertThat(all).doesNotContainNull();
        assertThat(encoders.take(ContentCoding.GZIP, false)).isNull();

        all.forEach(BodyEncoder::close);
        assertThat(encoders.take(ContentCoding.GZIP, false)).isNotNull();
    }
}
