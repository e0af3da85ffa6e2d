package io.sluice.controlplane.codec;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RecordCodecTest {

    private static final RecordCodec<All> CODEC = RecordCodec.of(All.class);

    sealed interface Shape {
        record Dot() implements Shape {}

        record Line(int length) implements Shape {
            public Line {
                if (length < 0) {
                    throw new IllegalArgumentException("negative");
                }
            }
        }
    }

    enum Colour {
        RED,
        GREEN
    }

    record All(
            boolean flag,
            int small,
            long large,
            double real,
            String text,
            Duration span,
            Instant moment,
            InetAddress host,
            InetSocketAddress address,
            Colour colour,
            List<Shape> shapes,
            Set<String> names,
            Map<String, Integer> counts,
            @Nullable String maybe) {}

    record Itself(List<Itself> more) {}

    record Unknown(Object any) {}

    private static All sample(@Nullable String maybe, String... names) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String name : names) {
            counts.put(name, name.length());
        }
        return new All(
                true,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                -0.5,
                "grün €",
                Duration.ofMillis(-1),
                Instant.MAX,
                InetAddress.ofLiteral("fd00::1"),
                new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 65_535),
                Colour.GREEN,
                List.of(new Shape.Dot(), new Shape.Line(3)),
                new LinkedHashSet<>(List.of(names)),
                counts,
                maybe);
    }

    @Test
    void readsWhatItWrote() {
        All some = sample("x", "a", "b");
        All none = sample(null);

        assertThat(CODEC.decode(CODEC.encode(some))).isEqualTo(some);
        assertThat(CODEC.decode(CODEC.encode(none))).isEqualTo(none);
    }

    @Test
    void equalValuesHaveEqualBytes() {
        assertThat(CODEC.encode(sample("x", "a", "bb", "ccc"))).isEqualTo(CODEC.encode(sample("x", "ccc", "a", "bb")));
    }

    @Test
    void refusesBytesThatAreMissingOrTooMany() {
        byte[] good = CODEC.encode(sample("x", "a"));

        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatExceptionOfType(CodecException.class).isThrownBy(() -> CODEC.decode(cut));
        }
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> CODEC.decode(Arrays.copyOf(good, good.length + 1)))
                .withMessage("1 bytes too many");
    }

    /// A length of two thousand million asks for no memory.
    @Test
    void refusesLengthsBeyondTheBytes() {
        RecordCodec<String> texts = RecordCodec.of(String.class);

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> texts.decode(new byte[] {-1, -1, -1, -1, 7}))
                .withMessageContaining("where 0 bytes are left");
    }

    @Test
    void refusesTextThatIsNoUtf8() {
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> RecordCodec.of(String.class).decode(new byte[] {1, (byte) 0xff}));
    }

    @Test
    void refusesWhatTheRecordRefuses() {
        byte[] negative = {1, 1};

        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> RecordCodec.of(Shape.class).decode(negative))
                .withMessageContaining("no Line");
        assertThatExceptionOfType(CodecException.class)
                .isThrownBy(() -> RecordCodec.of(Shape.class).decode(new byte[] {2}))
                .withMessage("choice 2 of 2");
    }

    @Test
    void schemaChangesWithNamesAndTypes() {
        record One(int a) {}
        record Two(int b) {}
        record Three(long a) {}

        assertThat(Set.of(
                        RecordCodec.of(One.class).schema(),
                        RecordCodec.of(Two.class).schema(),
                        RecordCodec.of(Three.class).schema()))
                .hasSize(3);
    }

    @Test
    void refusesTypesThatItCannotWrite() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(Itself.class));
        assertThatIllegalArgumentException().isThrownBy(() -> RecordCodec.of(Unknown.class));
    }
}
