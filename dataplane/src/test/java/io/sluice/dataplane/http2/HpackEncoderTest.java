package io.sluice.dataplane.http2;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HpackEncoderTest {

    private final HpackEncoder encoder = new HpackEncoder().begin();

    private Blocks.Decoded decoded() {
        return Blocks.decode(new HpackDecoder(Blocks.TABLE_BYTES), Blocks.bytes(encoder));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103, 200, 204, 206, 299, 304, 400, 404, 500, 503, 599})
    void saysStatus(int status) {
        encoder.status(status);

        assertThat(decoded().fields()).containsExactly(":status: " + status);
    }

    @Test
    void takesOneByteForWhatTheTableHas() {
        encoder.status(200).indexed(StaticTable.METHOD_GET);

        assertThat(Blocks.bytes(encoder)).containsExactly(0x88, 0x82);
    }

    @Test
    void lowersNames() {
        byte[] lines = Blocks.latin("Content-TYPE: Text/Html\r\nX-Own: A\r\nEmpty: \r\nvery:  spaced\r\n");

        encoder.lines(lines, 0, lines.length);

        assertThat(decoded().fields())
                .containsExactly("content-type: Text/Html", "x-own: A", "empty: ", "very: spaced");
    }

    @Test
    void namesOfTheTableAreNotRepeated() {
        for (int i = 1; i <= StaticTable.COUNT; i++) {
            byte[] name = StaticTable.name(i);
            int found = StaticTable.find(name, 0, name.length);

            assertThat(StaticTable.name(found)).isEqualTo(name);
        }
        assertThat(StaticTable.find(Blocks.latin("x-unknown"), 0, 9)).isZero();
        assertThat(StaticTable.find(new byte[0], 0, 0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 254, 255, 256, 5_000, 70_000})
    void saysLengths(int length) {
        encoder.begin();
        byte[] line = Blocks.latin("x-a: " + "v".repeat(length));
        encoder.field(line, 0, 3, 5, line.length);

        Blocks.Decoded decoded =
                Blocks.decode(new HpackDecoder(Blocks.TABLE_BYTES), Blocks.bytes(encoder), Integer.MAX_VALUE);

        assertThat(decoded.fields()).containsExactly("x-a: " + "v".repeat(length));
    }
}
