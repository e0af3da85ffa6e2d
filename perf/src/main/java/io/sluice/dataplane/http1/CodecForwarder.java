package io.sluice.dataplane.http1;

import java.util.HashMap;
import java.util.Map;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;

/// The same work as [ScanningForwarder]'s on the objects of Netty's codec: one forwarded head per request.
final class CodecForwarder extends ChannelInboundHandlerAdapter {

    private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString REAL_IP = AsciiString.cached("x-real-ip");
    private static final AsciiString FORWARDED_PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString FORWARDED_PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString FORWARDED_HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");

    private final Map<String, Integer> routes = new HashMap<>();
    private final String port = Integer.toString(ForwardedLines.LISTENER_PORT);

    CodecForwarder() {
        ForwardedLines.hosts().forEach(host -> routes.put(host, routes.size()));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case HttpRequest request -> forward(context, request);
            // The encoder keeps a state per message, which the end of one brings back to its start.
            case LastHttpContent end -> context.writeAndFlush(end, context.voidPromise());
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void forward(ChannelHandlerContext context, HttpRequest request) {
        HttpHeaders fields = request.headers();
        String host = fields.get(HttpHeaderNames.HOST);
        if (!routes.containsKey(host)) {
            throw new IllegalStateException("no route for " + host);
        }
        fields.remove(HttpHeaderNames.CONNECTION);
        fields.set(FORWARDED_FOR, ForwardedLines.CLIENT);
        fields.set(REAL_IP, ForwardedLines.CLIENT);
        fields.set(FORWARDED_PROTO, "http");
        fields.set(FORWARDED_PORT, port);
        fields.set(FORWARDED_HOST, host);
        fields.set(REQUEST_ID, ForwardedLines.REQUEST_ID);
        context.write(request, context.voidPromise());
    }
}
