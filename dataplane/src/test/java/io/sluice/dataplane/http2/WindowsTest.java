package io.sluice.dataplane.http2;

import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Flow control in both directions (RFC 9113, 5.2 and 6.9).
class WindowsTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final FrameWriter writer = new FrameWriter(channel.pipeline().lastContext(), new FrameArrays());
    private final SendQueue queue = new SendQueue(writer);
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private StreamOutput stream(int id, int window) {
        StreamOutput stream = new StreamOutput(queue, new StreamOutput.Listener() {
            @Override
            public void onDrained() {
                told.add("drained " + id);
            }

            @Override
            public void onOutputEnd() {
                told.add("end " + id);
            }
        });
        stream.begin(id, window);
        return stream;
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer("x".repeat(count).getBytes());
    }

    /// Frames as `stream:bytes`, `!` behind the last of a stream.
    private List<String> sent() {
        writer.flush();
        byte[] all = {};
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all = Blocks.join(all, ByteBufUtil.getBytes(part));
            part.release();
        }
        List<String> frames = new ArrayList<>();
        List<String> lines = Reads.of(all);
        for (int i = 0; i < lines.size(); i += 2) {
            String head = lines.get(i);
            String id = head.replaceAll("0 on (\\d+).*", "$1");
            int count = lines.get(i + 1).length() - "data ".length();
            frames.add(id + ":" + count + (head.contains(" end") ? "!" : ""));
        }
        return frames;
    }

    @Test
    void sendsWithinTheStreamsWindow() {
        StreamOutput stream = stream(1, 10);
        stream.send(bytes(25));
        stream.end();

        assertThat(sent()).containsExactly("1:10");
        assertThat(stream.tryWiden(10)).isTrue();
        queue.pump();
        assertThat(sent()).containsExactly("1:10");
        assertThat(stream.tryWiden(100)).isTrue();
        queue.pump();
        assertThat(sent()).containsExactly("1:5!");
        assertThat(told).contains("end 1");
    }

    @Test
    void sharesTheConnectionsWindow() {
        StreamOutput first = stream(1, 1_000_000);
        StreamOutput second = stream(3, 1_000_000);
        first.send(bytes(60_000));
        second.send(bytes(60_000));

        assertThat(sent()).containsExactly("1:16384", "1:16384", "1:16384", "1:10848", "3:5535");
        assertThat(queue.waitingBytes()).isEqualTo(120_000 - 65_535);
        first.send(bytes(20_000));
        assertThat(queue.tryWiden(32_768)).isTrue();
        assertThat(sent()).containsExactly("3:16384", "1:16384");
    }

    /// RFC 9113, 6.9.2: a smaller initial window may make one negative.
    @Test
    void windowMayBeNegative() {
        StreamOutput stream = stream(1, 100);
        stream.send(bytes(80));
        assertThat(stream.tryWiden(-100)).isTrue();
        stream.send(bytes(10));

        assertThat(sent()).containsExactly("1:80");
        assertThat(stream.tryWiden(80)).isTrue();
        queue.pump();
        assertThat(sent()).isEmpty();
        assertThat(stream.tryWiden(1)).isTrue();
        queue.pump();
        assertThat(sent()).containsExactly("1:1");
    }

    @Test
    void noWindowIsLargerThan31Bits() {
        StreamOutput stream = stream(1, Integer.MAX_VALUE);

        assertThat(stream.tryWiden(1)).isFalse();
        assertThat(queue.tryWiden(Integer.MAX_VALUE)).isFalse();
    }

    /// What was just written carries the end; nothing else does.
    @Test
    void endsWithTheLastFrame() {
        StreamOutput first = stream(1, 1_000);
        StreamOutput second = stream(3, 1_000);
        first.send(bytes(5));
        first.end();
        first.begin(5, 1_000);
        first.send(bytes(5));
        second.send(bytes(0));
        second.end();

        assertThat(sent()).containsExactly("1:5!", "5:5", "3:0!");
        first.end();
        assertThat(sent()).containsExactly("5:0!");
    }

    @Test
    void trailersComeBehindEverything() {
        StreamOutput stream = stream(1, 5);
        stream.send(bytes(8));
        stream.end(new byte[] {(byte) 0x88});
        writer.flush();
        channel.releaseOutbound();
        stream.tryWiden(5);
        queue.pump();
        writer.flush();

        ByteBuf rest = channel.readOutbound();
        assertThat(Reads.of(ByteBufUtil.getBytes(rest))).containsExactly("0 on 1: 0", "data xxx", "1 on 1 end: 88");
        rest.release();
    }

    @Test
    void forgetsWhatWasNotSent() {
        StreamOutput stream = stream(1, 5);
        ByteBuf data = bytes(10);
        stream.send(data);
        stream.release();

        assertThat(data.refCnt()).isZero();
        assertThat(queue.waitingBytes()).isZero();
        sent();
        queue.pump();
        assertThat(sent()).isEmpty();
    }

    @Test
    void givesBackInHalves() {
        ReceiveWindow window = new ReceiveWindow();
        window.begin(100);

        assertThat(window.tryReceive(100)).isTrue();
        assertThat(window.onTaken(49)).isZero();
        assertThat(window.onTaken(1)).isEqualTo(50);
        assertThat(window.tryReceive(50)).isTrue();
        assertThat(window.tryReceive(1)).isFalse();
    }
}
