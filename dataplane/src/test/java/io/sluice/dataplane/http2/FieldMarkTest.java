package io.sluice.dataplane.http2;

import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.http1.Mutations;
import io.sluice.dataplane.model.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// A field that is told again by its place in the table is judged as when it was told in full.
class FieldMarkTest {

    private static final int FIRST_DYNAMIC = StaticTable.COUNT + 1;
    private static final int ROUNDS = 5_000;
    private static final List<String> START =
            List.of(":method: GET", ":scheme: https", ":path: /a", ":authority: app.test");
    private static final List<String> OTHERS = List.of(
            "accept: */*",
            "cookie: a=b",
            "cookie: c=d",
            "x_user: me",
            "x-user: me",
            "x-forwarded-for: 1.2.3.4",
            "x-forwarded-odd: 1",
            "te: trailers",
            "te: gzip",
            "content-length: 3",
            "content-length: 4x",
            "expect: 100-continue",
            "expect: more",
            "connection: close",
            "upgrade: h2c",
            "host: app.test",
            "host: other.test",
            "X-Upper: 1",
            "x-bad: a\u0001b",
            "x-blank:  a",
            ":path: /b",
            ":unknown: x",
            "bad name: x");

    private final RequestBlock request = new RequestBlock(Limits.DEFAULT, new RequestRules(new Underscores(false)));

    /// Literals that are remembered, without Huffman's code.
    private static byte[] literals(List<String> lines) {
        List<byte[]> parts = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(": ", 1);
            parts.add(Blocks.hex("40"));
            parts.add(text(line.substring(0, colon)));
            parts.add(text(line.substring(colon + 2)));
        }
        return Blocks.join(parts.toArray(byte[][]::new));
    }

    private static byte[] text(String text) {
        return Blocks.join(new byte[] {(byte) text.length()}, Blocks.latin(text));
    }

    /// The same by their places, the oldest first.
    private static byte[] places(int count) {
        byte[] block = new byte[count];
        for (int i = 0; i < count; i++) {
            block[i] = (byte) (0x80 | (FIRST_DYNAMIC + count - 1 - i));
        }
        return block;
    }

    private String judgement(HpackDecoder decoder, byte[] block) {
        RequestHead head = new RequestHead();
        head.clear();
        HpackDecoder.Result result =
                decoder.decode(block, 0, block.length, head.fields(), Blocks.LIST_BYTES, request.begin(head));
        Failure failure = request.finish(false);
        StringBuilder said = new StringBuilder()
                .append(result)
                .append(request.isMalformed() ? " malformed" : " " + failure)
                .append(' ')
                .append(head.contentLength());
        Fields fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            said.append("; ")
                    .append(fields.id(i))
                    .append(' ')
                    .append(fields.text(fields.nameStart(i), fields.lineEnd(i)));
        }
        return said.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-bad: a\u0001b",
                "bad name: x",
                "X-Upper: 1",
                "connection: close",
                "te: gzip",
                ":unknown: x",
                "x-blank:  a"
            })
    void whatIsMalformedStaysSo(String line) {
        HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
        List<String> lines = new ArrayList<>(START);
        lines.add(line);

        assertThat(judgement(decoder, literals(lines))).contains("COMPLETE malformed");
        for (int again = 0; again < 3; again++) {
            assertThat(judgement(decoder, places(lines.size()))).contains("COMPLETE malformed");
        }
    }

    @Test
    void whatIsDroppedStaysSo() {
        HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
        List<String> lines = new ArrayList<>(START);
        lines.add("x_user: me");

        assertThat(judgement(decoder, literals(lines))).isEqualTo("COMPLETE NONE -1; 1 x_user: me\r\n");
        assertThat(judgement(decoder, places(lines.size()))).isEqualTo("COMPLETE NONE -1; 1 x_user: me\r\n");
    }

    /// The place of an entry that was forgotten is taken by one that nobody has judged.
    @Test
    void isForgottenWithItsEntry() {
        HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
        for (int i = 0; i < 300; i++) {
            List<String> lines = new ArrayList<>(START);
            lines.add(i % 2 == 0 ? "x-good: " + i : "x-bad: \u0001" + i);
            String verdict = i % 2 == 0 ? "COMPLETE NONE" : "COMPLETE malformed";

            assertThat(judgement(decoder, literals(lines))).startsWith(verdict);
            assertThat(judgement(decoder, places(lines.size()))).startsWith(verdict);
        }
    }

    @Test
    void holdsWhateverIsToldTogether() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        for (int round = 0; round < ROUNDS; round++) {
            HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
            List<String> lines = new ArrayList<>(START);
            for (int i = random.below(5); i >= 0; i--) {
                lines.add(random.one(OTHERS));
            }
            String first = judgement(decoder, literals(lines));

            assertThat(judgement(decoder, places(lines.size())))
                    .as("%s, round %d with seed %d", lines, round, seed)
                    .isEqualTo(first);
        }
    }
}
