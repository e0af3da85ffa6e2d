package io.sluice.dataplane.filter;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import com.aayushatharva.brotli4j.decoder.DecoderJNI;
import com.github.luben.zstd.ZstdInputStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.ContentCoding;
import org.brotli.dec.BrotliInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Each coding, read back by its library's decoder.
@ParameterizedClass
@EnumSource(ContentCoding.class)
class BodyEncoderTest {

    private final ContentCoding coding;
    private final Encoders encoders = new Encoders(PooledByteBufAllocator.DEFAULT);

    BodyEncoderTest(ContentCoding coding) {
        this.coding = coding;
        assertThat(Codings.isAvailable(coding)).isTrue();
    }

    private static ByteBuf direct(byte[] bytes) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static byte[] taken(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes).release();
        return bytes;
    }

    private InputStream decoder(byte[] bytes) throws IOException {
        InputStream in = new ByteArrayInputStream(bytes);
        return switch (coding) {
            case GZIP -> new GZIPInputStream(in);
            case ZSTD -> new ZstdInputStream(in).setContinuous(true);
            case BROTLI -> new BrotliInputStream(in);
        };
    }

    private byte[] decoded(byte[] bytes) throws IOException {
        try (InputStream in = decoder(bytes)) {
            return in.readAllBytes();
        }
    }

    private byte[] encoded(List<byte[]> parts) {
        BodyEncoder encoder = encoders.take(coding, false);
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
        BodyEncoder encoder = encoders.take(coding, false);
        ByteBuf composite =
                Unpooled.wrappedBuffer(direct(Octets.ascii("ab")), Unpooled.wrappedBuffer(Octets.ascii("c")));

        byte[] head = taken(encoder.encode(composite));
        byte[] rest = taken(encoder.finish());
        encoder.close();

        assertThat(composite.refCnt()).isZero();
        assertThat(decoded(taken(Unpooled.wrappedBuffer(head, rest)))).isEqualTo(Octets.ascii("abc"));
    }

    /// The first bytes of what is not at its end yet.
    private byte[] readable(byte[] sent, int count) throws IOException {
        if (coding == ContentCoding.BROTLI) { // whose stream decoders ask for more than they need
            DecoderJNI.Wrapper decoder = new DecoderJNI.Wrapper(sent.length);
            decoder.getInputBuffer().put(sent);
            decoder.push(sent.length);
            byte[] read = new byte[count];
            decoder.pull().get(read);
            decoder.destroy();
            return read;
        }
        try (InputStream in = decoder(sent)) {
            return in.readNBytes(count);
        }
    }

    /// Whoever reads server-sent events waits for each of them.
    @Test
    void flushesStreamsSoThatEverythingCanBeRead() throws IOException {
        BodyEncoder encoder = encoders.take(coding, true);
        byte[] event = Octets.ascii("data: 1\n\n");

        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(taken(encoder.encode(direct(event))));
        sent.writeBytes(taken(encoder.flush()));
        byte[] read = readable(sent.toByteArray(), event.length);

        assertThat(read).isEqualTo(event);
        assertThat(encoder.flush().isReadable()).as("nothing new").isFalse();
        encoder.close();
    }

    @Test
    void isReusedClean() throws IOException {
        BodyEncoder abandoned = encoders.take(coding, false);
        abandoned.encode(direct(new byte[5000])).release();
        abandoned.close();
        abandoned.close();

        assertThat(decoded(encoded(List.of(new byte[] {1, 2, 3})))).containsExactly(1, 2, 3);
        if (abandoned instanceof ReusableEncoder) {
            BodyEncoder again = encoders.take(coding, false);
            assertThat(again).isSameAs(abandoned);
            again.close();
        }
    }

    @Test
    void hasALimit() {
        List<BodyEncoder> all = new ArrayList<>();
        for (int i = 0; i < Encoders.MAX_ACTIVE; i++) {
            all.add(encoders.take(coding, false));
        }
        assertThat(all).doesNotContainNull();
        assertThat(encoders.take(coding, false)).isNull();

        all.forEach(BodyEncoder::close);
        BodyEncoder one = encoders.take(coding, false);
        assertThat(one).isNotNull();
        one.close();
    }
}
