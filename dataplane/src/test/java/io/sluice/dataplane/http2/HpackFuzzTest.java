package io.sluice.dataplane.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.util.AsciiString;
import io.sluice.dataplane.http1.Mutations;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Netty's HPACK and ours say the same, of sound blocks and of damaged ones.
class HpackFuzzTest {

    private static final int CONNECTIONS = 3_000;
    private static final int BLOCKS = 12;
    private static final List<String> BROKEN = List.of("broken");
    private static final String CHARACTERS = "aeiost0123 %-./abcXYZ_~\"{}\u00e9\u00ff\t";
    private static final List<String> NAMES = List.of(
            ":path",
            ":method",
            ":authority",
            "accept",
            "cookie",
            "x-request-id",
            "user-agent",
            "x-a",
            "content-type",
            "a-name-that-is-longer-than-most-of-the-others-are");

    @Test
    void decodesWhatNettyDecodes() throws Exception {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        int complete = 0;
        int broken = 0;

        for (int connection = 0; connection < CONNECTIONS; connection++) {
            DefaultHttp2HeadersEncoder encoder =
                    new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE, false, 16, 0);
            DefaultHttp2HeadersDecoder theirs = new DefaultHttp2HeadersDecoder(false, Blocks.LIST_BYTES);
            HpackDecoder ours = new HpackDecoder(Blocks.TABLE_BYTES);
            boolean goesOn = true;
            for (int i = 0; i < BLOCKS && goesOn; i++) {
                byte[] block = random.damaged(encode(encoder, headers(random)));
                List<String> expected = read(theirs, block);
                Blocks.Decoded decoded = Blocks.decode(ours, block);
                goesOn = decoded.result() == HpackDecoder.Result.COMPLETE;
                assertThat(goesOn ? sorted(decoded.fields()) : BROKEN)
                        .as("block %d of connection %d with seed %d", i, connection, seed)
                        .isEqualTo(expected);
                complete += goesOn ? 1 : 0;
                broken += goesOn ? 0 : 1;
            }
        }

        assertThat(complete).as("accepted with seed %d", seed).isGreaterThan(CONNECTIONS);
        assertThat(broken).as("refused with seed %d", seed).isGreaterThan(CONNECTIONS / 4);
    }

    @Test
    void nettyReadsWhatWeEncode() throws Exception {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        HpackEncoder encoder = new HpackEncoder();
        DefaultHttp2HeadersDecoder theirs = new DefaultHttp2HeadersDecoder(false, Blocks.LIST_BYTES);

        for (int round = 0; round < CONNECTIONS; round++) {
            List<String> lines = new ArrayList<>();
            encoder.begin();
            for (int i = random.below(8); i >= 0; i--) {
                String name = random.one(NAMES);
                byte[] line = Blocks.latin(name + ": " + value(random));
                encoder.field(line, 0, name.length(), name.length() + 2, line.length);
                lines.add(new String(line, StandardCharsets.ISO_8859_1));
            }
            assertThat(read(theirs, Blocks.bytes(encoder)))
                    .as("round %d with seed %d", round, seed)
                    .isEqualTo(sorted(lines));
        }
    }

    private static Http2Headers headers(Mutations random) {
        Http2Headers headers = new DefaultHttp2Headers(false);
        for (int i = random.below(6); i >= 0; i--) {
            headers.add(new AsciiString(random.one(NAMES)), ascii(value(random)));
        }
        return headers;
    }

    private static AsciiString ascii(String text) {
        return new AsciiString(Blocks.latin(text), false);
    }

    private static String value(Mutations random) {
        StringBuilder text = new StringBuilder();
        int length = random.below(20) == 0 ? random.below(3_000) : random.below(40);
        while (text.length() < length) {
            text.append(CHARACTERS.charAt(random.below(CHARACTERS.length())));
        }
        return text.toString();
    }

    private static byte[] encode(DefaultHttp2HeadersEncoder encoder, Http2Headers headers) throws Http2Exception {
        ByteBuf out = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, out);
        byte[] block = new byte[out.readableBytes()];
        out.readBytes(block).release();
        return block;
    }

    /// Sorted, since Netty brings pseudo fields to the front.
    private static List<String> read(DefaultHttp2HeadersDecoder decoder, byte[] block) {
        List<String> lines = new ArrayList<>();
        try {
            decoder.decodeHeaders(1, Unpooled.wrappedBuffer(block))
                    .forEach(field -> lines.add(text(field.getKey()) + ": " + text(field.getValue())));
        } catch (Http2Exception | RuntimeException e) {
            return BROKEN;
        }
        return sorted(lines);
    }

    private static List<String> sorted(List<String> lines) {
        return lines.stream().sorted().toList();
    }

    private static String text(CharSequence sequence) {
        AsciiString ascii = AsciiString.of(sequence);
        return new String(ascii.toByteArray(), StandardCharsets.ISO_8859_1);
    }
}
