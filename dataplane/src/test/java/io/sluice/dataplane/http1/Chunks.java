package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.model.Limits;

/// Feeds bodies to the chunk decoder in pieces, as a connection does.
final class Chunks {

    private Chunks() {}

    /// @param rest what follows the body
    record Decoded(boolean ended, Failure failure, String content, List<String> trailers, String rest) {}

    static Decoded decode(byte[] input, Limits limits, int... cuts) {
        return decode(new ChunkDecoder(limits), input, cuts);
    }

    static Decoded decode(ChunkDecoder decoder, byte[] input, int... cuts) {
        decoder.begin();
        StringBuilder content = new StringBuilder();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i == cuts.length ? input.length : cuts[i];
            ByteBuf in = Unpooled.wrappedBuffer(input, from, to - from);
            ChunkDecoder.Event event = drain(decoder, in, content);
            if (event == ChunkDecoder.Event.END) {
                int end = from + in.readerIndex();
                String rest = new String(input, end, input.length - end, StandardCharsets.ISO_8859_1);
                return new Decoded(true, Failure.NONE, content.toString(), trailers(decoder.trailers()), rest);
            }
            if (event == ChunkDecoder.Event.REFUSED) {
                return new Decoded(false, decoder.failure(), "", List.of(), "");
            }
            from = to;
        }
        return new Decoded(false, Failure.NONE, content.toString(), List.of(), "");
    }

    private static ChunkDecoder.Event drain(ChunkDecoder decoder, ByteBuf in, StringBuilder content) {
        ChunkDecoder.Event event = decoder.next(in);
        while (event == ChunkDecoder.Event.DATA) {
            content.append(in.readCharSequence(decoder.dataBytes(), StandardCharsets.ISO_8859_1));
            event = decoder.next(in);
        }
        if (event == ChunkDecoder.Event.NEED_MORE && in.isReadable()) {
            throw new AssertionError("asked for more before the buffer was read");
        }
        return event;
    }

    private static List<String> trailers(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            lines.add(fields.text(fields.nameStart(i), fields.nameEnd(i)) + "=" + fields.value(i));
        }
        return lines;
    }
}
