package io.sluice.dataplane.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import io.sluice.dataplane.http.Fields;

/// Decodes and encodes blocks of fields as text: `name: value`.
final class Blocks {

    static final int TABLE_BYTES = 4096;
    static final int LIST_BYTES = 32 * 1024;

    private Blocks() {}

    /// Of what a decoder says of one block.
    record Decoded(HpackDecoder.Result result, List<String> fields) {}

    static Decoded decode(HpackDecoder decoder, byte[] block) {
        return decode(decoder, block, LIST_BYTES);
    }

    static Decoded decode(HpackDecoder decoder, byte[] block, int maxListBytes) {
        Fields fields = new Fields();
        fields.clear();
        List<String> told = new ArrayList<>();
        HpackDecoder.Result result = decoder.decode(
                block, 0, block.length, fields, maxListBytes, (nameStart, nameEnd, valueStart, valueEnd, lineEnd) -> {
                    String line = fields.text(nameStart, nameEnd) + ": " + fields.text(valueStart, valueEnd);
                    told.add(line);
                    if (!fields.text(nameStart, lineEnd).equals(line + "\r\n")) {
                        throw new AssertionError("not one line: " + fields.text(nameStart, lineEnd));
                    }
                });
        return new Decoded(result, told);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    static byte[] bytes(HpackEncoder encoder) {
        byte[] block = new byte[encoder.length()];
        System.arraycopy(encoder.bytes(), 0, block, 0, block.length);
        return block;
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A literal that is not remembered, neither name nor value in Huffman's code.
    static byte[] literal(String name, String value) {
        byte[] line = latin(name + ": " + value);
        HpackEncoder encoder = new HpackEncoder().begin();
        encoder.field(line, 0, name.length(), name.length() + 2, line.length);
        return bytes(encoder);
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] joined = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, joined, at, part.length);
            at += part.length;
        }
        return joined;
    }
}
