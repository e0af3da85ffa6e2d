package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does it cost to take a request head from the client's buffer to the endpoint's: scan, route among 1,000 hosts,
/// edit as `X-Forwarded-*` asks, write? The baseline is Netty's own codec with a hash map for routes and the same
/// edits. Both stand in an [EmbeddedChannel], whose cost is in both.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class HeadBenchmark {

    /// What clients send.
    public enum Head {
        /// A tool's request: three fields.
        TYPICAL("""
                GET /api/items?page=2 HTTP/1.1
                Host: app500.example.com
                User-Agent: curl/8.5.0
                Accept: */*

                """),
        /// A browser's, with a cookie and a proxy before us.
        HEAVY("""
                GET /shop/articles/10042?colour=green&size=medium&sort=price&page=7 HTTP/1.1
                Host: app500.example.com
                Connection: keep-alive
                Cache-Control: max-age=0
                Sec-CH-UA: "Chromium";v="140", "Not=A?Brand";v="24"
                Sec-CH-UA-Mobile: ?0
                Sec-CH-UA-Platform: "Linux"
                Upgrade-Insecure-Requests: 1
                User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0
                Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
                Sec-Fetch-Site: same-origin
                Sec-Fetch-Mode: navigate
                Sec-Fetch-Dest: document
                Referer: https://app500.example.com/shop/articles?colour=green&size=medium&sort=price&page=6
                Accept-Encoding: gzip, deflate, br, zstd
                Accept-Language: en-GB,en;q=0.9,de;q=0.8
                Cookie: session=%s; consent=all; theme=dark
                X-Forwarded-For: 198.51.100.7
                X-Forwarded-Proto: https

                """.formatted("0123456789abcdef".repeat(20)));

        private final String text;

        Head(String lines) {
            text = lines.replace("\n", "\r\n");
        }
    }

    @Param
    public Head head = Head.TYPICAL;

    private ByteBuf received = ByteBufAllocator.DEFAULT.directBuffer();
    private EmbeddedChannel ours = new EmbeddedChannel();
    private EmbeddedChannel netty = new EmbeddedChannel();
    private int ourBytes;
    private int nettyBytes;

    @Setup
    public void open() {
        received.writeCharSequence(head.text, StandardCharsets.US_ASCII);
        ours = channel(new ScanningForwarder());
        netty = channel(new HttpRequestEncoder(), new HttpRequestDecoder(), new CodecForwarder());
        ourBytes = firstForwarded(ours);
        nettyBytes = firstForwarded(netty);
    }

    /// Buffers as on a real channel: pooled and direct.
    private static EmbeddedChannel channel(ChannelHandler... handlers) {
        EmbeddedChannel channel = new EmbeddedChannel(handlers);
        channel.config().setAllocator(ByteBufAllocator.DEFAULT);
        return channel;
    }

    /// Both must have done the same work before their time means anything.
    private int firstForwarded(EmbeddedChannel channel) {
        channel.writeInbound(received.retainedDuplicate());
        StringBuilder sent = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            sent.append(part.toString(StandardCharsets.US_ASCII));
            part.release();
        }
        String text = sent.toString().toLowerCase(Locale.ROOT);
        for (String line : ForwardedLines.of(head.text)) {
            if (!text.contains(line + "\r\n")) {
                throw new IllegalStateException("'" + line + "' is missing in what was forwarded: " + text);
            }
        }
        return text.length();
    }

    @TearDown
    public void close() {
        ours.finishAndReleaseAll();
        netty.finishAndReleaseAll();
        received.release();
    }

    @Benchmark
    public int sluice() {
        return forward(ours, ourBytes);
    }

    @Benchmark
    public int nettyCodec() {
        return forward(netty, nettyBytes);
    }

    private int forward(EmbeddedChannel channel, int expectedBytes) {
        channel.writeInbound(received.retainedDuplicate());
        int bytes = drained(channel);
        if (bytes != expectedBytes) {
            throw new IllegalStateException(bytes + " bytes forwarded, not " + expectedBytes);
        }
        return bytes;
    }

    private static int drained(EmbeddedChannel channel) {
        int bytes = 0;
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            bytes += part.readableBytes();
            part.release();
        }
        return bytes;
    }
}
