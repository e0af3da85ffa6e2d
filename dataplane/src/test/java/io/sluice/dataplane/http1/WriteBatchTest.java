package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.Octets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class WriteBatchTest {

    private final Capture capture = new Capture();
    private final EmbeddedChannel channel = new EmbeddedChannel(capture);
    private final WriteBatch batch = new WriteBatch(capture.context);

    @AfterEach
    void close() {
        batch.release();
        channel.finishAndReleaseAll();
    }

    @Test
    void sendsASmallMessageAsOneBuffer() {
        batch.addHead(head("head|"), 4);
        batch.add(data("body"));
        assertThat(channel.outboundMessages()).isEmpty();
        batch.flush();

        assertThat(sent()).containsExactly("head|body");
        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.takeSentBytes()).isEqualTo(9);
        assertThat(batch.takeSentBytes()).isZero();
    }

    @Test
    void passesLargeDataAsItIs() {
        ByteBuf large = data("x".repeat(WriteBatch.COPY_BYTES + 1));
        batch.addHead(head("head|"), WriteBatch.COPY_BYTES + 1);
        batch.add(large);
        batch.flush();

        assertThat(channel.outboundMessages()).hasSize(2).element(1).isSameAs(large);
    }

    @Test
    void keepsTheOrderOfSmallAndLarge() {
        String large = "y".repeat(5000);
        batch.addHead(head("1|"), -1);
        batch.add(data("2|"));
        batch.add(data(large));
        batch.add(data("3|"));
        batch.addHead(head("4|"), 0);
        batch.add(data(""));
        batch.flush();

        assertThat(String.join("", sent())).isEqualTo("1|2|" + large + "3|4|");
    }

    @Test
    void framesChunks() {
        String large = "z".repeat(0x1234);
        batch.addHead(head("h|"), -1);
        batch.addChunk(data("hello"));
        batch.addChunk(data(""));
        batch.addChunk(data("0123456789abcdef"));
        batch.addChunk(data(large));
        batch.addChunk(data("!"));
        byte[] trailers = Octets.ascii("..A: b\r\n");
        batch.addLastChunk(trailers, 2, trailers.length);
        batch.flush();

        String expected =
                "h|5\r\nhello\r\n10\r\n0123456789abcdef\r\n1234\r\n" + large + "\r\n1\r\n!\r\n0\r\nA: b\r\n\r\n";
        assertThat(String.join("", sent())).isEqualTo(expected);
        assertThat(batch.takeSentBytes()).isEqualTo(expected.length());
    }

    @Test
    void framesChunksOfAllSizesForTheDecoder() {
        for (int size : new int[] {1, 15, 16, 255, 256, 2047, 2048, 2049, 4095, 4096, 65_535, 65_536}) {
            String content = "c".repeat(size);
            batch.addChunk(data(content));
            batch.addChunk(data("end"));
            batch.addLastChunk(new byte[0], 0, 0);
            batch.flush();

            assertThat(Chunks.decode(Octets.ascii(String.join("", sent())), io.sluice.dataplane.model.Limits.DEFAULT)
                            .content())
                    .isEqualTo(content + "end");
        }
    }

    @Test
    void flushesItselfBeforeMuchPilesUp() {
        for (int i = 0; i < 9; i++) {
            batch.add(data("x".repeat(16 * 1024)));
        }

        assertThat(channel.outboundMessages()).hasSize(9);
        assertThat(batch.isEmpty()).isTrue();
    }

    @Test
    void dropsWhatWasNotFlushed() {
        batch.addHead(head("head"), 100);
        batch.release();
        channel.flush();

        assertThat(channel.outboundMessages()).isEmpty();
    }

    private static HeadWriter head(String text) {
        return new HeadWriter().begin().append(Octets.ascii(text));
    }

    private ByteBuf data(String text) {
        return channel.alloc().directBuffer().writeBytes(Octets.ascii(text));
    }

    private List<String> sent() {
        List<String> sent = new ArrayList<>();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            sent.add(next.toString(StandardCharsets.ISO_8859_1));
            next.release();
        }
        return sent;
    }

    private static final class Capture extends ChannelInboundHandlerAdapter {
        private ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext newContext) {
            context = newContext;
        }
    }
}
