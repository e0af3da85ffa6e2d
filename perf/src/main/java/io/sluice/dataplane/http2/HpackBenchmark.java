package io.sluice.dataplane.http2;

import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.model.Limits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What does it cost to decode the fields of a browser's request, remembered from an earlier one? Ours
/// ends with a request head that is judged, of lines that can be forwarded; Netty's with a map of names and values that
/// is not.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class HpackBenchmark {

    private static final int TABLE_BYTES = 4096;
    private static final int LIST_BYTES = 32 * 1024;
    private static final int FIELDS = 14;

    private final HpackDecoder ours = new HpackDecoder(TABLE_BYTES);
    private final RequestBlock request = new RequestBlock(Limits.DEFAULT, new RequestRules(new Underscores(false)));
    private final RequestHead head = new RequestHead();
    private final DefaultHttp2HeadersDecoder netty = new DefaultHttp2HeadersDecoder(false, LIST_BYTES);
    private byte[] block = {};
    private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

    @Setup
    public void encode() throws Http2Exception {
        DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
        byte[] first = encode(encoder);
        block = encode(encoder);
        buffer = Unpooled.directBuffer().writeBytes(block);
        decode(first);
        netty.decodeHeaders(1, Unpooled.wrappedBuffer(first));
        if (sluice() != FIELDS - 4 || nettyDecoder() != FIELDS) {
            throw new IllegalStateException("not the fields that were encoded");
        }
    }

    private static byte[] encode(DefaultHttp2HeadersEncoder encoder) throws Http2Exception {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("GET")
                .scheme("https")
                .authority("app500.example.com")
                .path("/shop/articles/10042?colour=green&size=medium")
                .add("sec-ch-ua", "\"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"")
                .add("sec-ch-ua-mobile", "?0")
                .add("upgrade-insecure-requests", "1")
                .add(
                        "user-agent",
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0")
                .add("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8")
                .add("sec-fetch-site", "same-origin")
                .add("referer", "https://app500.example.com/shop/articles")
                .add("accept-encoding", "gzip, deflate, br, zstd")
                .add("accept-language", "en-GB,en;q=0.9,de;q=0.8")
                .add("cookie", "session=0123456789abcdef; consent=all; theme=dark");
        ByteBuf out = Unpooled.buffer();
        encoder.encodeHeaders(1, headers, out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes).release();
        return bytes;
    }

    private void decode(byte[] bytes) {
        head.clear();
        HpackDecoder.Result result =
                ours.decode(bytes, 0, bytes.length, head.fields(), LIST_BYTES, request.begin(head));
        if (result != HpackDecoder.Result.COMPLETE || request.finish(true) != Failure.NONE || request.isMalformed()) {
            throw new IllegalStateException("refused: " + result);
        }
    }

    @Benchmark
    public int sluice() {
        decode(block);
        return head.fields().count();
    }

    @Benchmark
    public int nettyDecoder() throws Http2Exception {
        return netty.decodeHeaders(1, buffer.duplicate()).size();
    }
}
