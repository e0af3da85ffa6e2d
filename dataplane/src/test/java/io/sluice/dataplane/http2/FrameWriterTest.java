package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameWriterTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final FrameWriter writer = new FrameWriter(channel.pipeline().lastContext(), new FrameArrays());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private byte[] sent() {
        writer.flush();
        byte[] all = {};
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            all = Blocks.join(all, ByteBufUtil.getBytes(part));
            part.release();
        }
        return all;
    }

    @Test
    void writesControlFrames() {
        writer.settings(3, 100, 4, 65_535);
        writer.settingsAck();
        writer.ping(0x0102030405060708L, true);
        writer.windowUpdate(0, 1_000);
        writer.reset(5, ErrorCode.CANCEL);
        writer.goAway(7, ErrorCode.ENHANCE_YOUR_CALM);

        assertThat(sent())
                .isEqualTo(Blocks.hex("00000c 04 00 00000000 0003 00000064 0004 0000ffff"
                        + "000000 04 01 00000000" + "000008 06 01 00000000 0102030405060708"
                        + "000004 08 00 00000000 000003e8" + "000004 03 00 00000005 00000008"
                        + "000008 07 00 00000000 00000007 0000000b"));
    }

    @Test
    void oneTurnIsOneBuffer() {
        for (int i = 0; i < 100; i++) {
            writer.headers(2 * i + 1, new byte[50], 50, false);
            writer.data(2 * i + 1, Unpooled.wrappedBuffer(new byte[100]), true);
        }

        writer.flush();

        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(sent()).hasSize(100 * (9 + 50 + 9 + 100));
    }

    @Test
    void largeContentIsNotCopied() {
        ByteBuf content = Unpooled.wrappedBuffer(new byte[10_000]);
        writer.data(1, content, true);
        writer.flush();

        ByteBuf head = channel.readOutbound();
        ByteBuf body = channel.readOutbound();

        assertThat(ByteBufUtil.hexDump(head)).isEqualTo("002710000100000001");
        assertThat(body).isSameAs(content);
        head.release();
        body.release();
    }

    @Test
    void longBlocksGoOnInContinuations() {
        byte[] block = new byte[2 * Frames.MAX_PAYLOAD_BYTES + 1];
        writer.headers(1, block, block.length, true);

        assertThat(Reads.of(sent()))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("1 on 1 end: "),
                        second -> assertThat(second).startsWith("9 on 1: "),
                        third -> assertThat(third).isEqualTo("9 on 1: 00"));
    }

    @Test
    void keepsTheOrderOfLargeAndSmall() {
        writer.data(1, Unpooled.wrappedBuffer(new byte[3_000]), false);
        writer.endStream(1);
        writer.data(3, Unpooled.wrappedBuffer(new byte[] {'a'}), true);

        assertThat(Reads.of(sent()))
                .containsExactly(
                        "0 on 1: 0", "data " + "\0".repeat(3_000), "0 on 1 end: 0", "data ", "0 on 3 end: 0", "data a");
        assertThat(writer.takeSentBytes()).isEqualTo(3_000 + 1 + 3 * 9);
        assertThat(writer.takeSentBytes()).isZero();
    }

    @Test
    void sendsNothingWhenThereIsNothing() {
        assertThat(writer.isEmpty()).isTrue();
        assertThat(sent()).isEmpty();

        writer.settingsAck();

        assertThat(writer.isEmpty()).isFalse();
        writer.release();
        assertThat(sent()).isEmpty();
    }
}
