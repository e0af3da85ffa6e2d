package io.sluice.dataplane.tunnel;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Frames as in RFC 6455, 5.2.
class FrameCursorTest {

    private static final int TEXT = 1;
    private static final int CLOSE = 8;

    private final FrameCursor cursor = new FrameCursor();

    @Test
    void beginsBetweenFrames() {
        assertThat(cursor.isBetweenFrames()).isTrue();
        assertThat(cursor.isClosing()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "125, true", "126, false", "65535, true", "65536, false"})
    void isWithinAFrameUntilItsLastByte(int payload, boolean masked) {
        byte[] frame = frame(TEXT, payload, masked);

        cursor.skip(Unpooled.wrappedBuffer(frame, 0, frame.length - 1));
        assertThat(cursor.isBetweenFrames()).isFalse();
        cursor.skip(Unpooled.wrappedBuffer(frame, frame.length - 1, 1));
        assertThat(cursor.isBetweenFrames()).isTrue();
    }

    @Test
    void findsTheEndOfTheFrameThatHasBegun() {
        byte[] frame = frame(TEXT, 300, false);
        cursor.skip(Unpooled.wrappedBuffer(frame, 0, 100));

        ByteBuf rest = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(frame, 100, frame.length - 100), Unpooled.wrappedBuffer(frame(TEXT, 5, false)));

        assertThat(cursor.skipToBoundary(rest)).isEqualTo(frame.length - 100);
        assertThat(cursor.isBetweenFrames()).isTrue();
        assertThat(rest.readerIndex()).isZero();
    }

    @Test
    void skipsNothingWhereNoFrameHasBegun() {
        assertThat(cursor.skipToBoundary(Unpooled.wrappedBuffer(frame(TEXT, 5, false))))
                .isZero();
    }

    @Test
    void noticesACloseFrame() {
        cursor.skip(Unpooled.wrappedBuffer(frame(TEXT, 8, false)));
        assertThat(cursor.isClosing()).isFalse();

        cursor.skip(Unpooled.wrappedBuffer(frame(CLOSE, 2, false)));

        assertThat(cursor.isClosing()).isTrue();
        assertThat(cursor.isBetweenFrames()).isTrue();
    }

    /// Its sender is wrong, and nobody can say where the next frame begins.
    @Test
    void aFrameOfNegativeLengthNeverEnds() {
        cursor.skip(Unpooled.wrappedBuffer(new byte[] {(byte) 0x81, 127, -1, -1, -1, -1, -1, -1, -1, -1}));
        cursor.skip(Unpooled.wrappedBuffer(new byte[1_000_000]));

        assertThat(cursor.isBetweenFrames()).isFalse();
    }

    /// However the bytes are cut, boundaries are where frames end.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsTheSameBoundariesInAnyPieces(long seed) {
        Random random = new Random(seed);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.writeBytes(frame(TEXT, random.nextInt(random.nextBoolean() ? 200 : 70_000), random.nextBoolean()));
            ends.add(all.size());
        }
        byte[] bytes = all.toByteArray();
        for (int at = 0; at < bytes.length; ) {
            int count = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 5 : 9_000));
            cursor.skip(Unpooled.wrappedBuffer(bytes, at, count));
            at += count;

            assertThat(cursor.isBetweenFrames()).as("seed %d, at %d", seed, at).isEqualTo(ends.contains(at));
        }
    }

    static byte[] frame(int opcode, int payload, boolean masked) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        int mask = masked ? 0x80 : 0;
        frame.write(0x80 | opcode);
        if (payload < 126) {
            frame.write(mask | payload);
        } else if (payload < 65_536) {
            frame.write(mask | 126);
            frame.write(payload >> 8);
            frame.write(payload);
        } else {
            frame.write(mask | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload >> shift));
            }
        }
        frame.writeBytes(new byte[(masked ? 4 : 0) + payload]);
        return frame.toByteArray();
    }
}
