package io.sluice.dataplane.http2;

import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http1.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FrameReaderTest {

    private static final byte[] PING = Blocks.hex("000008 06 00 00000000 0102030405060708");
    private static final byte[] DATA = Blocks.hex("000005 00 01 80000003 68656c6c6f");
    private static final byte[] PADDED = Blocks.hex("000008 00 08 00000003 03 61626364 000000");

    @Test
    void readsFramesInEverySplit() {
        byte[] input = Blocks.join(PING, DATA, PADDED, Blocks.hex("000000 00 00 00000003"), PING);
        List<String> expected = List.of(
                "6 on 0: 0102030405060708",
                "0 on 3 end: 0",
                "data hello",
                "0 on 3: 3",
                "data abcd",
                "0 on 3: 0",
                "data ",
                "6 on 0: 0102030405060708");

        for (int first = 0; first <= input.length; first++) {
            for (int second = first; second <= input.length; second += 3) {
                assertThat(Reads.of(input, first, second)).isEqualTo(expected);
            }
        }
    }

    @Test
    void readsFramesByteByByte() {
        byte[] input = Blocks.join(PADDED, PING);
        int[] cuts = new int[input.length];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i;
        }

        assertThat(Reads.of(input, cuts)).containsExactly("0 on 3: 3", "data abcd", "6 on 0: 0102030405060708");
    }

    @ParameterizedTest
    @CsvSource({
        "004001 01 04 00000001, BAD_SIZE",
        "004001 00 00 00000001, BAD_SIZE",
        "ffffff ff 00 00000000, BAD_SIZE",
        "000000 00 08 00000001, BAD_SIZE",
        "000001 00 08 00000001 01, BAD_PADDING",
        "000002 00 08 00000001 0200, BAD_PADDING",
        "000005 00 08 00000001 ff, BAD_PADDING",
    })
    void refuses(String frame, String why) {
        assertThat(Reads.of(Blocks.hex(frame))).containsExactly(why);
    }

    @Test
    void acceptsNothingButPadding() {
        assertThat(Reads.of(Blocks.hex("000003 00 08 00000001 020000"))).containsExactly("0 on 1: 2", "data ");
    }

    @Test
    void matchesThePrefaceInEverySplit() {
        byte[] preface = Blocks.latin("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        for (int cut = 0; cut < preface.length; cut++) {
            FrameReader reader = new FrameReader();
            reader.add(Unpooled.copiedBuffer(preface, 0, cut), ByteBufAllocator.DEFAULT);
            int matched = reader.skipPreface(0);
            reader.add(Unpooled.copiedBuffer(preface, cut, preface.length - cut), ByteBufAllocator.DEFAULT);

            assertThat(matched).isEqualTo(cut);
            assertThat(reader.skipPreface(matched)).isEqualTo(Frames.prefaceBytes());
            reader.drop();
        }
    }

    @Test
    void refusesWhatIsNoPreface() {
        FrameReader reader = new FrameReader();
        reader.add(Unpooled.copiedBuffer(Blocks.latin("PRI * HTTP/1.1\r\n")), ByteBufAllocator.DEFAULT);

        assertThat(reader.skipPreface(0)).isEqualTo(-1);
        reader.drop();
    }

    /// Whatever comes, every split tells the same.
    @Test
    void tellsTheSameOfDamagedInputInEverySplit() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        byte[] sound = Blocks.join(PING, DATA, PADDED, PING, DATA);

        for (int round = 0; round < 20_000; round++) {
            byte[] input = random.damaged(sound);

            assertThat(Reads.of(input, random.cuts(input.length)))
                    .as("round %d with seed %d", round, seed)
                    .isEqualTo(Reads.of(input));
        }
    }
}
