package io.sluice.dataplane.http1;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.Transport;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;

/// The product's readers and senders back to back, without connections: what would reach the other side of the proxy.
final class Forwarder implements AutoCloseable {

    private final Loop loop = new Loop(0, Transport.NIO);
    private final Http1Context shared =
            new Http1Context(loop, Limits.DEFAULT, DownstreamTimeouts.DEFAULT, new LoopCounters(), false);
    private final Outlet outlet = new Outlet();
    private final EmbeddedChannel channel = new EmbeddedChannel(outlet);

    /// @param readings whole messages, as ours were understood
    /// @param written all of them, as they were sent on
    record Forwarded(List<HttpReading> readings, byte[] written) {}

    private static final class Outlet extends ChannelInboundHandlerAdapter {
        private ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }
    }

    /// Takes requests as long as they are whole, accepted and followed by others.
    Forwarded requests(byte[] input, int... cuts) {
        RequestReader in = new RequestReader(shared);
        Feed feed = new Feed(input, cuts);
        RequestSender out = new RequestSender(shared, outlet.context);
        List<HttpReading> readings = new ArrayList<>();
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        while (isHead(in, feed) && PathNormalizer.normalize(in.head()) == Failure.NONE) {
            RequestHead head = in.head();
            HttpReading reading = request(in, feed, out);
            byte[] sent = takeSent();
            if (reading == null) {
                break;
            }
            written.writeBytes(sent);
            readings.add(reading);
            boolean isLast = !head.isKeepAlive();
            in.releaseHead();
            if (isLast) {
                break;
            }
        }
        out.release();
        takeSent();
        in.dropUnread();
        return new Forwarded(readings, written.toByteArray());
    }

    private static boolean isHead(RequestReader in, Feed feed) {
        ReadEvent event = in.nextHead();
        while (event == ReadEvent.NEED_MORE && feed.hasNext()) {
            in.add(feed.next(), Unpooled.EMPTY_BUFFER.alloc());
            event = in.nextHead();
        }
        return event == ReadEvent.HEAD;
    }

    private static HttpReading request(RequestReader in, Feed feed, RequestSender out) {
        RequestHead head = in.head();
        out.begin();
        out.head(head, Writes.forwarded(false), Octets.ascii(Writes.REQUEST_ID));
        String start = head.fields().text(head.methodStart(), head.methodEnd()) + " " + head.target();
        // HTTP/1.0 knows no expectations (RFC 9110, 10.1.1).
        List<String> fields = without(head.expectsContinue() ? "" : "expect", fields(head.fields()));
        if (!head.hasBody()) {
            out.end(Fields.NONE);
            out.flush();
            return new HttpReading(start, fields, "", List.of());
        }
        in.beginBody();
        StringBuilder body = new StringBuilder();
        ReadEvent event = in.nextBody();
        while (event == ReadEvent.DATA || (event == ReadEvent.NEED_MORE && feed.hasNext())) {
            if (event == ReadEvent.DATA) {
                ByteBuf data = in.data();
                body.append(data.toString(StandardCharsets.ISO_8859_1));
                out.body(data);
            } else {
                in.add(feed.next(), Unpooled.EMPTY_BUFFER.alloc());
            }
            event = in.nextBody();
        }
        if (event != ReadEvent.END) {
            return null;
        }
        out.end(in.trailers());
        out.flush();
        return new HttpReading(start, fields, body.toString(), fields(in.trailers()));
    }

    /// Takes the final response to one request; no reading when it is refused or not whole.
    Forwarded response(byte[] input, RequestHead request) {
        ResponseReader in = new ResponseReader(shared);
        ResponseSender out = new ResponseSender(shared, outlet.context);
        in.begin(request.method());
        in.add(Unpooled.copiedBuffer(input), Unpooled.EMPTY_BUFFER.alloc());
        out.begin(true);
        ReadEvent event = in.nextHead();
        while (event == ReadEvent.HEAD && in.head().isInterim() && in.head().status() != 101) {
            in.releaseHead();
            event = in.nextHead();
        }
        List<HttpReading> readings = new ArrayList<>();
        if (event == ReadEvent.HEAD && in.head().status() != 101) {
            HttpReading reading = response(in, out, request);
            if (reading != null) {
                readings.add(reading);
            }
        }
        out.release();
        in.dropUnread();
        in.releaseHead();
        return new Forwarded(readings, takeSent());
    }

    private static HttpReading response(ResponseReader in, ResponseSender out, RequestHead request) {
        ResponseHead head = in.head();
        out.head(head, request, Writes.noInfo(), false);
        // No length stands in a 204 (RFC 9110, 8.6).
        List<String> fields = without(head.status() == 204 ? "content-length" : "", fields(head.fields()));
        StringBuilder body = new StringBuilder();
        ReadEvent event = in.nextBody();
        while (event == ReadEvent.DATA) {
            ByteBuf data = in.data();
            body.append(data.toString(StandardCharsets.ISO_8859_1));
            out.body(data);
            event = in.nextBody();
        }
        boolean isWhole = event == ReadEvent.END || (event == ReadEvent.NEED_MORE && in.isUntilClose());
        if (!isWhole) {
            return null;
        }
        out.end(in.trailers(), true);
        out.flush();
        return new HttpReading(Integer.toString(head.status()), fields, body.toString(), fields(in.trailers()));
    }

    private static List<String> fields(Fields fields) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) != FieldId.DROPPED) {
                String name =
                        fields.text(fields.nameStart(i), fields.nameEnd(i)).toLowerCase(Locale.ROOT);
                lines.add(name + "=" + fields.value(i));
            }
        }
        return lines;
    }

    private static List<String> without(String name, List<String> fields) {
        return fields.stream().filter(field -> !field.startsWith(name + "=")).toList();
    }

    private byte[] takeSent() {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        channel.flush();
        for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
            byte[] bytes = new byte[next.readableBytes()];
            next.readBytes(bytes);
            next.release();
            sent.writeBytes(bytes);
        }
        return sent.toByteArray();
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        loop.stop();
    }

    /// The input in pieces, as a connection has it.
    private static final class Feed {
        private final byte[] input;
        private final int[] cuts;
        private int from;
        private int piece;

        Feed(byte[] input, int[] cuts) {
            this.input = input;
            this.cuts = cuts;
        }

        boolean hasNext() {
            return piece <= cuts.length;
        }

        ByteBuf next() {
            int to = piece == cuts.length ? input.length : cuts[piece];
            ByteBuf data = Unpooled.copiedBuffer(input, from, to - from);
            from = to;
            piece++;
            return data;
        }
    }
}
