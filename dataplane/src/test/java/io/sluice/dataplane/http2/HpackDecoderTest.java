package io.sluice.dataplane.http2;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HpackDecoderTest {

    private final HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);

    private Blocks.Decoded decode(String hex) {
        return Blocks.decode(decoder, Blocks.hex(hex));
    }

    private void assertDecodes(String hex, String... fields) {
        Blocks.Decoded decoded = decode(hex);
        assertThat(decoded.result()).isEqualTo(HpackDecoder.Result.COMPLETE);
        assertThat(decoded.fields()).containsExactly(fields);
    }

    /// RFC 7541, C.3: the second and third request refer to what the first ones told.
    @Test
    void decodesRequestsWithoutHuffman() {
        assertDecodes(
                "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
                ":method: GET",
                ":scheme: http",
                ":path: /",
                ":authority: www.example.com");
        assertDecodes(
                "8286 84be 5808 6e6f 2d63 6163 6865",
                ":method: GET",
                ":scheme: http",
                ":path: /",
                ":authority: www.example.com",
                "cache-control: no-cache");
        assertDecodes(
                "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
                ":method: GET",
                ":scheme: https",
                ":path: /index.html",
                ":authority: www.example.com",
                "custom-key: custom-value");
    }

    /// RFC 7541, C.4.
    @Test
    void decodesRequestsWithHuffman() {
        assertDecodes(
                "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
                ":method: GET",
                ":scheme: http",
                ":path: /",
                ":authority: www.example.com");
        assertDecodes(
                "8286 84be 5886 a8eb 1064 9cbf",
                ":method: GET",
                ":scheme: http",
                ":path: /",
                ":authority: www.example.com",
                "cache-control: no-cache");
    }

    /// RFC 7541, C.5: a table of 256 bytes forgets the oldest.
    @Test
    void forgetsTheOldest() {
        HpackDecoder small = new HpackDecoder(256);
        byte[] first = Blocks.hex("4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133"
                + "2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d");
        Blocks.decode(small, first);

        Blocks.Decoded second = Blocks.decode(small, Blocks.hex("4803 3330 37c1 c0bf"));
        Blocks.Decoded oldest = Blocks.decode(small, Blocks.hex("c1"));

        assertThat(second.fields())
                .containsExactly(
                        ":status: 307",
                        "cache-control: private",
                        "date: Mon, 21 Oct 2013 20:13:21 GMT",
                        "location: https://www.example.com");
        assertThat(oldest.fields()).containsExactly("cache-control: private");
        assertThat(Blocks.decode(small, Blocks.hex("c2")).result()).isEqualTo(HpackDecoder.Result.BROKEN);
    }

    @Test
    void resizesItsTable() {
        decode("4001 6101 62"); // a: b

        assertDecodes("20 3f e1 1f"); // to 0, then to 4096
        assertThat(decode("be").result()).isEqualTo(HpackDecoder.Result.BROKEN);
    }

    @Test
    void holdsManyEntriesAndEvictsThem() {
        for (int i = 0; i < 1_000; i++) {
            byte[] value = Blocks.latin(String.format("%05d", i));
            byte[] block = Blocks.join(Blocks.hex("4001 6105"), value);
            assertThat(Blocks.decode(decoder, block).fields()).containsExactly("a: " + String.format("%05d", i));
        }

        // 38 bytes each: 107 fit into 4096.
        assertDecodes("be", "a: 00999");
        assertDecodes("ff 29", "a: 00893"); // 62 + 106
        assertThat(decode("ff 2a").result()).isEqualTo(HpackDecoder.Result.BROKEN);
    }

    @Test
    void oneLargerThanTheTableEmptiesIt() {
        decode("4001 6101 62");
        byte[] value = new byte[5000];

        Blocks.decode(decoder, Blocks.join(Blocks.hex("4001 61 7f 89 26"), value));

        assertThat(decode("be").result()).isEqualTo(HpackDecoder.Result.BROKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "80, index 0",
        "be, an empty dynamic table",
        "ff80 8080 8000, an integer without end",
        "ffff ffff ff7f, an integer beyond all bounds",
        "ff, an integer cut off",
        "40, a name cut off",
        "4003 6161, a name shorter than told",
        "4001 61, no value",
        "4001 6102 62, a value shorter than told",
        "7f 40 0162, a name that nobody told",
        "0001 6181 00, wrong Huffman padding",
        "3f e2 1f, a table larger than allowed",
        "82 20, a resize behind a field",
        "20 3f, a resize cut off",
    })
    void refuses(String hex, String why) {
        assertThat(decode(hex).result()).as(why).isEqualTo(HpackDecoder.Result.BROKEN);
    }

    /// R-H2-2: one byte that means four thousand.
    @Test
    void tellsNothingBeyondTheBound() {
        byte[] bomb = new byte[1 + 1 + 1 + 3 + 4000 + 10_000];
        byte[] head = Blocks.hex("4001 61 7f a1 1e"); // a value of 4000 bytes, remembered
        System.arraycopy(head, 0, bomb, 0, head.length);
        java.util.Arrays.fill(bomb, head.length + 4000, bomb.length, (byte) 0xbe);

        Blocks.Decoded decoded = Blocks.decode(decoder, bomb);

        assertThat(decoded.result()).isEqualTo(HpackDecoder.Result.TOO_LARGE);
        assertThat(decoded.fields()).hasSize(8);
    }

    /// What comes behind the bound is still remembered, so that the connection can go on.
    @ParameterizedTest
    @ValueSource(strings = {"4001 6101 62", "0001 6101 63 4001 6101 62", "0f0b 0163 4001 6101 62"})
    void staysInStepBeyondTheBound(String behind) {
        byte[] block = Blocks.join(Blocks.literal("large", "x".repeat(100)), Blocks.hex(behind));

        assertThat(Blocks.decode(decoder, block, 64).result()).isEqualTo(HpackDecoder.Result.TOO_LARGE);
        assertDecodes("be", "a: b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f80 8080 8000", "0003 61", "7f40 0162", "0f8f ff01 61"})
    void refusesBeyondTheBound(String behind) {
        byte[] block = Blocks.join(Blocks.literal("large", "x".repeat(100)), Blocks.hex(behind));

        assertThat(Blocks.decode(decoder, block, 64).result()).isEqualTo(HpackDecoder.Result.BROKEN);
    }
}
