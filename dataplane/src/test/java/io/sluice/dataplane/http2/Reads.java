package io.sluice.dataplane.http2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/// What a frame reader tells of an input, as text: one line per frame, the contents of DATA joined.
final class Reads {

    private final FrameReader reader = new FrameReader();
    private final List<String> told = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private boolean refused;

    private Reads() {}

    /// @param cuts where the input is split
    static List<String> of(byte[] input, int... cuts) {
        Reads reads = new Reads();
        int from = 0;
        for (int cut : cuts) {
            reads.add(input, from, cut);
            from = cut;
        }
        reads.add(input, from, input.length);
        reads.reader.drop();
        return reads.told;
    }

    private void add(byte[] input, int from, int to) {
        reader.add(Unpooled.directBuffer(to - from).writeBytes(input, from, to - from), ByteBufAllocator.DEFAULT);
        while (!refused) {
            FrameReader.Event event = reader.next();
            if (event == FrameReader.Event.NEED_MORE) {
                return;
            }
            on(event);
        }
    }

    private void on(FrameReader.Event event) {
        switch (event) {
            case FRAME ->
                told.add(head() + ByteBufUtil.hexDump(reader.bytes(), reader.payloadStart(), reader.length()));
            case DATA_BEGIN -> {
                told.add(head() + reader.paddingBytes());
                data.setLength(0);
            }
            case DATA -> {
                ByteBuf content = reader.takeData();
                data.append(content.toString(StandardCharsets.ISO_8859_1));
                content.release();
            }
            case DATA_END -> told.add("data " + data);
            case BAD_SIZE, BAD_PADDING -> {
                told.add(event.toString());
                refused = true;
            }
            case NEED_MORE -> throw new AssertionError();
        }
    }

    private String head() {
        return reader.type() + " on " + reader.streamId() + (reader.hasFlag(Frames.END_STREAM) ? " end: " : ": ");
    }
}
