package io.sluice.dataplane.http2;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HuffmanTest {

    private static final String INVALID = "invalid";

    private static String decode(byte[] code) {
        byte[] out = new byte[Huffman.maxDecodedBytes(code.length)];
        int end = Huffman.decode(code, 0, code.length, out, 0);
        return end < 0 ? INVALID : new String(Arrays.copyOf(out, end), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /// RFC 7541, C.4 and C.6.
    @ParameterizedTest
    @CsvSource({
        "f1e3c2e5f23a6ba0ab90f4ff, www.example.com",
        "a8eb10649cbf, no-cache",
        "25a849e95ba97d7f, custom-key",
        "25a849e95bb8e8b4bf, custom-value",
        "6402, 302",
        "aec3771a4b, private",
        "9d29ad171863c78f0b97c8e9ae82ae43d3, https://www.example.com",
        "d07abe941054d444a8200595040b8166e082a62d1bff, 'Mon, 21 Oct 2013 20:13:21 GMT'",
    })
    void decodesExamples(String code, String text) {
        assertThat(decode(Blocks.hex(code))).isEqualTo(text);
    }

    @Test
    void decodesNothingFromNothing() {
        assertThat(decode(new byte[0])).isEmpty();
    }

    /// `0` is 00000; three ones pad it.
    @Test
    void acceptsPaddingOfOnes() {
        assertThat(decode(Blocks.hex("07"))).isEqualTo("0");
    }

    /// RFC 7541, 5.2: other padding, a whole byte of it, and the end symbol itself are errors.
    @ParameterizedTest
    @CsvSource({"00", "03", "07ff", "ff", "ffffffff", "3fffffffff", "fffffffc", "fe"})
    void refusesWrongPadding(String code) {
        assertThat(decode(Blocks.hex(code))).isEqualTo(INVALID);
    }

    /// 0x0a has the code 3ffffffc of 30 bits, 0xf9 has ffffffe of 28.
    @Test
    void decodesLongestCodes() {
        assertThat(decode(Blocks.hex("fffffff3"))).isEqualTo("\n");
        assertThat(decode(Blocks.hex("ffffffef"))).isEqualTo("\u00f9");
    }
}
