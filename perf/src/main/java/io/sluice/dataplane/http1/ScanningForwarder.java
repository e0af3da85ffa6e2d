package io.sluice.dataplane.http1;

import java.net.InetSocketAddress;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.ForwardingRules;
import io.sluice.dataplane.http.HeadPool;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;

/// The product's way of a request head, step by step, without connections around it.
final class ScanningForwarder extends ChannelInboundHandlerAdapter {

    private final RequestScanner scanner = new RequestScanner(Limits.DEFAULT, new Underscores(false));
    private final HeadPool heads = new HeadPool();
    private final HeadWriter writer = new HeadWriter();
    private final Router router = new Router();
    private final InputBuffer unread = new InputBuffer();
    private final Snapshot snapshot = SnapshotCompiler.compile(ForwardedLines.config(), SnapshotCompiler.empty());
    private final ForwardedFields forwarded = new ForwardedFields(
            new ForwardingRules(List.of(), Limits.DEFAULT.forwardedHops(), ""),
            "http",
            new InetSocketAddress(ForwardedLines.CLIENT, 4711),
            new InetSocketAddress(ForwardedLines.LISTENER_PORT));
    private final byte[] requestId = Octets.ascii(ForwardedLines.REQUEST_ID);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        unread.add((ByteBuf) message, context.alloc());
        RequestHead head = heads.takeRequest();
        scan(head);
        require(PathNormalizer.normalize(head));
        require(router.find(snapshot, head));
        RequestWriter.write(writer.begin(), head, forwarded, requestId);
        heads.give(head);
        context.writeAndFlush(writer.take(context.alloc(), 0), context.voidPromise());
    }

    private void scan(RequestHead head) {
        ScanResult result = ScanResult.INCOMPLETE;
        while (result == ScanResult.INCOMPLETE && unread.isReadable()) {
            unread.skip(unread.copyTo(head.fields(), Limits.DEFAULT.requestHeadBytes()));
            result = scanner.scan(head);
        }
        unread.dropIfRead();
        if (result != ScanResult.COMPLETE) {
            throw new IllegalStateException("the head was not accepted: " + result + ", " + scanner.failure());
        }
    }

    private static void require(Failure failure) {
        if (failure != Failure.NONE) {
            throw new IllegalStateException("the request was refused: " + failure);
        }
    }
}
