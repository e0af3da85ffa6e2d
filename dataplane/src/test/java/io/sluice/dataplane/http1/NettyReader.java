package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// What Netty's own decoder, which shares nothing with ours, reads in the same bytes.
final class NettyReader {

    private static final int MAX_BYTES = 100_000;

    private NettyReader() {}

    static List<HttpReading> requests(byte[] input) {
        return read(new HttpRequestDecoder(config()), input, false);
    }

    /// @param thenEnds the connection ends behind the input
    static List<HttpReading> responses(byte[] input, boolean thenEnds) {
        return read(new HttpResponseDecoder(config()), input, thenEnds);
    }

    private static HttpDecoderConfig config() {
        return new HttpDecoderConfig().setMaxInitialLineLength(MAX_BYTES).setMaxHeaderSize(MAX_BYTES);
    }

    /// Up to the first message that it cannot read or that is not whole.
    private static List<HttpReading> read(ChannelHandler decoder, byte[] input, boolean thenEnds) {
        EmbeddedChannel channel = new EmbeddedChannel(decoder);
        channel.writeInbound(Unpooled.copiedBuffer(input));
        List<HttpReading> read = new ArrayList<>();
        try {
            take(channel, read);
            if (thenEnds) {
                channel.finish();
                take(channel, read);
            }
        } finally {
            channel.finishAndReleaseAll();
        }
        return read;
    }

    private static void take(EmbeddedChannel channel, List<HttpReading> read) {
        String start = "";
        List<String> fields = new ArrayList<>();
        StringBuilder body = new StringBuilder();
        for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
            try {
                if (((HttpObject) next).decoderResult().isFailure()) {
                    return;
                }
                if (next instanceof HttpMessage message) {
                    start = start(message);
                    fields = fields(message.headers());
                    body = new StringBuilder();
                }
                if (next instanceof HttpContent content) {
                    body.append(content.content().toString(StandardCharsets.ISO_8859_1));
                }
                if (next instanceof LastHttpContent last) {
                    read.add(new HttpReading(start, fields, body.toString(), fields(last.trailingHeaders())));
                }
            } finally {
                ReferenceCountUtil.release(next);
            }
        }
    }

    private static String start(HttpMessage message) {
        if (message instanceof HttpRequest request) {
            return request.method().name() + " " + request.uri();
        }
        return Integer.toString(((HttpResponse) message).status().code());
    }

    private static List<String> fields(Iterable<Map.Entry<String, String>> headers) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, String> header : headers) {
            fields.add(header.getKey().toLowerCase(Locale.ROOT) + "=" + header.getValue());
        }
        return fields;
    }
}
