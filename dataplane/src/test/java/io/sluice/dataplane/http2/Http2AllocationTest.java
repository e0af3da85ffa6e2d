package io.sluice.dataplane.http2;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.sluice.dataplane.Allocations;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.HeadPool;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.model.Limits;
import org.agrona.collections.Int2ObjectHashMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// From a stream's first byte to its last our code makes no object.
class Http2AllocationTest {

    private static final byte[] PLAIN = Http2Wire.request(
            "GET",
            "/a/b?c=d",
            "accept: */*",
            "user-agent: a browser of some length",
            "cookie: a=b",
            "cookie: c=d",
            "te: trailers",
            "x-a: b");

    /// What a browser sends: `:method GET`, `:scheme https`, `:path /` and an authority in Huffman's code, remembered.
    private static final byte[] CODED = Blocks.hex("82 87 84 41 8c f1e3 c2e5 f23a 6ba0 ab90 f4ff 58 86 a8eb 1064 9cbf");

    /// The method, then a field that is remembered, then the same by its place: `a: b`, where nothing was known of it.
    private static final byte[] REMEMBERED = Blocks.hex("82 87 84 41 8c f1e3 c2e5 f23a 6ba0 ab90 f4ff 4001 6101 62 be");

    private static void assertNoBytes(Runnable operation) {
        assertThat(Allocations.bytesPerRound(operation)).isZero();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new AssertionError();
        }
    }

    @Test
    void ofRequests() {
        HeadPool heads = new HeadPool();
        HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
        RequestBlock request = new RequestBlock(Limits.DEFAULT, new RequestRules(new Underscores(false)));

        assertNoBytes(() -> {
            for (int i = 0; i < 3; i++) {
                byte[] block = i == 0 ? PLAIN : i == 1 ? CODED : REMEMBERED;
                RequestHead head = heads.takeRequest();
                HpackDecoder.Result result =
                        decoder.decode(block, 0, block.length, head.fields(), Blocks.LIST_BYTES, request.begin(head));
                require(result == HpackDecoder.Result.COMPLETE);
                require(request.finish(true) == Failure.NONE && !request.isMalformed());
                heads.give(head);
            }
        });
    }

    @Test
    void ofFrames() {
        byte[] input = Blocks.join(
                Http2Wire.frame(Frames.HEADERS, Frames.END_HEADERS, 1, PLAIN),
                Http2Wire.frame(Frames.DATA, 0, 1, new byte[300]),
                Http2Wire.frame(Frames.WINDOW_UPDATE, 0, 0, Http2Wire.ints(300)),
                Http2Wire.frame(Frames.DATA, Frames.END_STREAM, 1, new byte[300]));
        FrameReader reader = new FrameReader();
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

        assertNoBytes(() -> {
            reader.add(allocator.directBuffer(2_048).writeBytes(input, 0, 100), allocator);
            int frames = drain(reader);
            reader.add(allocator.directBuffer(2_048).writeBytes(input, 100, input.length - 100), allocator);
            require(frames + drain(reader) == 4);
            reader.dropIfRead();
        });
    }

    private static int drain(FrameReader reader) {
        int frames = 0;
        while (true) {
            switch (reader.next()) {
                case NEED_MORE -> {
                    return frames;
                }
                case FRAME, DATA_END -> frames++;
                case DATA_BEGIN -> {}
                case DATA -> reader.takeData().release();
                case BAD_SIZE, BAD_PADDING -> throw new AssertionError();
            }
        }
    }

    @Test
    void ofResponses() {
        EmbeddedChannel channel = new EmbeddedChannel(new Sink(), new ChannelInboundHandlerAdapter());
        FrameWriter writer = new FrameWriter(channel.pipeline().lastContext(), new FrameArrays());
        SendQueue queue = new SendQueue(writer);
        StreamOutput stream = new StreamOutput(queue, new StreamOutput.Listener() {
            @Override
            public void onDrained() {}

            @Override
            public void onOutputEnd() {}
        });
        HpackEncoder encoder = new HpackEncoder();
        byte[] lines = Blocks.latin("Content-Type: text/plain\r\nServer: x\r\nx-own: y\r\n");

        assertNoBytes(() -> {
            ByteBuf body = PooledByteBufAllocator.DEFAULT.directBuffer(20_000).writerIndex(20_000);
            encoder.begin().status(200).lines(lines, 0, lines.length);
            stream.begin(1, 10_000);
            writer.headers(1, encoder.bytes(), encoder.length(), false);
            stream.send(body.retainedSlice(0, 100));
            stream.send(body);
            require(stream.waitingBytes() > 0);
            stream.tryWiden(100_000);
            queue.tryWiden(20_100);
            stream.end();
            writer.flush();
        });
        channel.finishAndReleaseAll();
    }

    @Test
    void ofBudgetsAndTables() {
        GlitchBudget glitches = new GlitchBudget(100, 0);
        ClosedStreams closed = new ClosedStreams();
        Int2ObjectHashMap<List<String>> streams = new Int2ObjectHashMap<>();
        List<String> stream = List.of("a stream");
        int[] id = {1};

        assertNoBytes(() -> {
            streams.put(id[0], stream);
            require(glitches.onData(10, 0, true, 0) == GlitchBudget.Verdict.FINE);
            require(streams.remove(id[0]) != null);
            closed.add(id[0], false);
            id[0] += 2;
        });
    }

    /// Takes what is written, without the lists of an embedded channel.
    private static final class Sink extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void flush(ChannelHandlerContext context) {}
    }
}
