package io.sluice.dataplane.http1;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.sluice.dataplane.Allocations;
import io.sluice.dataplane.balance.Balances;
import io.sluice.dataplane.balance.ClusterLoad;
import io.sluice.dataplane.balance.EndpointLoad;
import io.sluice.dataplane.balance.EndpointPicker;
import io.sluice.dataplane.balance.Loads;
import io.sluice.dataplane.http.ErrorPages;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.HeadPool;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.OwnAnswers;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.Trailers;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Deadlines;
import io.sluice.dataplane.loop.RequestIds;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.EndpointMeter;
import io.sluice.dataplane.metrics.LatencyRecorder;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.metrics.LoopMeters;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.VirtualHost;
import io.sluice.dataplane.snapshot.CompiledAction;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.Snapshots;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// From a request's first byte to its last our code makes no object.
class AllocationTest {

    private static final byte[] REQUEST = Octets.ascii("POST /app/%41/../x?y=z HTTP/1.1\r\nHost: A.example:8080\r\n"
            + "User-Agent: a browser of some length\r\nAccept: application/json, text/html\r\nConnection: x-a\r\n"
            + "X-A: b\r\nX_B: c\r\nTE: trailers\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.9\r\nX-Request-Id: a-b\r\nTransfer-Encoding: chunked\r\n"
            + "Expect: 100-continue\r\nCookie: a=b; c=d\r\n\r\n");
    private static final byte[] REWRITTEN = Octets.ascii("GET /app/x?y=z HTTP/1.1\r\nHost: A.c.example:8080\r\n\r\n");
    private static final byte[] RESPONSE =
            Octets.ascii("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: keep-alive, x-a\r\nX-A: b\r\n"
                    + "Keep-Alive: timeout=5\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n\r\n");
    private static final byte[] CHUNKS = Octets.ascii("5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nA: b\r\n\r\n");

    private final ForwardedFields untrusted = Writes.forwarded(false);
    private final ForwardedFields trusted = Writes.forwarded(true);
    private final byte[] requestId = new byte[RequestIds.LENGTH];
    private final HeadWriter writer = new HeadWriter();
    private final Underscores underscores = new Underscores(false);

    /// The measure itself sees objects.
    @Test
    void seesWhatAllocates() {
        byte[][] sink = new byte[1][];

        assertThat(Allocations.bytesPerRound(() -> sink[0] = new byte[16])).isGreaterThan(2_000 * 16);
    }

    @Test
    void ofRequestHeads() {
        HeadPool pool = new HeadPool();
        RequestScanner scanner = new RequestScanner(Limits.DEFAULT, new Underscores(false));
        Snapshot snapshot = Snapshots.compile(
                List.of(Snapshots.host("a.example", "/", "/app", "/app/x")), Snapshots.routes("*", "/"));
        Router router = new Router();
        Loads loads = new Loads(1);
        loads.onSnapshot(snapshot);
        RequestIds ids = new RequestIds();

        assertNoBytes(() -> {
            RequestHead head = pool.takeRequest();
            fill(head.fields(), REQUEST);
            require(scanner.scan(head) == ScanResult.COMPLETE);
            require(PathNormalizer.normalize(head) == Failure.NONE);
            require(router.find(snapshot, head) == Failure.NONE);
            EndpointPicker.pick(loads.cluster(Snapshots.clusterOf(router.route())), head, untrusted.client());
            RequestWriter.write(writer.begin(), head, untrusted, untrusted.begin(head, ids));
            writer.take(PooledByteBufAllocator.DEFAULT, 100).release();
            RequestWriter.write(writer.begin(), head, trusted, trusted.begin(head, ids));
            writer.take(PooledByteBufAllocator.DEFAULT, 0).release();
            pool.give(head);
        });
    }

    @ParameterizedTest
    @EnumSource(LbPolicy.class)
    void ofPicking(LbPolicy policy) {
        assertPickingMakesNothing(Balances.of(policy));
    }

    @Test
    void ofPickingByCookie() {
        assertPickingMakesNothing(new Balances().affinity(new Affinity.AppCookie("session")));
        assertPickingMakesNothing(new Balances().affinity(new Affinity.AppCookie("none")));
        assertPickingMakesNothing(new Balances().affinity(new Affinity.ProxyCookie("session")));
    }

    /// A whole attempt, with an endpoint left out and weights that differ.
    private void assertPickingMakesNothing(Balances balances) {
        Endpoint[] endpoints = Balances.endpoints(5);
        endpoints[1] = new Endpoint("heavy", new InetSocketAddress("10.9.9.9", 80), 7, Instant.EPOCH, true);
        CompiledCluster cluster = balances.publish(endpoints);
        Loads loads = balances.loads();
        for (int i = 0; i < 3; i++) {
            loads.cluster(cluster).onFailure(loads.endpoint(cluster.endpoint(0)));
        }
        RequestHead head = Balances.withCookie("a=b; session=value");

        assertNoBytes(() -> {
            ClusterLoad load = loads.cluster(cluster);
            require(load.tryBegin());
            int position = EndpointPicker.pick(load, head, untrusted.client());
            require(position > 0);
            EndpointLoad endpoint = loads.endpoint(cluster.endpoint(position));
            endpoint.onBegin();
            endpoint.onLatency(1_000_000, 200, loads.nanos());
            endpoint.onSuccess();
            endpoint.onEnd();
            load.tryRetry();
            load.onEnd();
        });
    }

    /// Of a host that a wildcard covers, and of a prefix that is taken off.
    @Test
    void ofRewrittenRequestHeads() {
        List<Route> routes = List.of(new Route("r", "/app", new RouteAction.Forward("c", true)));
        Snapshot snapshot = Snapshots.compile(
                List.of(
                        Snapshots.host("b.example", "/"),
                        new VirtualHost(HostPattern.of("*.example"), routes),
                        Snapshots.host("*.b.example", "/")),
                List.of());
        Router router = new Router();
        RequestHead head = new RequestHead();
        RequestScanner scanner = new RequestScanner(Limits.DEFAULT, new Underscores(false));

        assertNoBytes(() -> {
            head.clear();
            fill(head.fields(), REWRITTEN);
            require(scanner.scan(head) == ScanResult.COMPLETE);
            require(router.find(snapshot, head) == Failure.NONE);
            require(router.route().websockets().contains(head));
            CompiledAction.Forward forward =
                    (CompiledAction.Forward) router.route().action();
            require(!forward.stripsWholePath(head));
            head.stripTarget(forward.stripBytes());
            RequestWriter.write(writer.begin(), head, untrusted, requestId);
            require(writer.bytes()[5] == 'x');
        });
    }

    @Test
    void ofResponseHeads() {
        HeadPool pool = new HeadPool();
        ResponseScanner scanner = new ResponseScanner(Limits.DEFAULT);
        InfoFields info = Writes.info(true, "p", "s");
        byte[] line = Octets.ascii("x-upstream-addr: a\r\n");

        assertNoBytes(() -> {
            ResponseHead head = pool.takeResponse();
            fill(head.fields(), RESPONSE);
            require(scanner.scan(head) == ScanResult.COMPLETE);
            info.from(requestId, line, 1234).withCookie(line);
            ResponseWriter.write(writer.begin(), head, info, Framing.LENGTH, ConnectionLine.CLOSE);
            writer.take(PooledByteBufAllocator.DEFAULT, 5).release();
            pool.give(head);
        });
    }

    @Test
    void ofOwnResponses() {
        OwnAnswers answers = new OwnAnswers(new ErrorPages("p"));
        LocalBody page = LocalBody.html("<p>");
        byte[] base = Octets.ascii("https://b.example");
        RequestHead head = Scans.request(new String(REQUEST, java.nio.charset.StandardCharsets.ISO_8859_1));

        assertNoBytes(() -> {
            write(answers.failure(Failure.NO_ENDPOINT, head));
            write(answers.failure(Failure.NO_ENDPOINT, head, page));
            write(answers.redirect(302, base, head));
            write(answers.redirectToSlash(head));
        });
    }

    private void write(LocalAnswer answer) {
        answer.appendHead(writer.begin());
        answer.appendBody(writer);
    }

    @Test
    void ofChunkedBodies() {
        BodyDecoder body = new BodyDecoder(Limits.DEFAULT);
        ByteBuf in = Unpooled.wrappedBuffer(CHUNKS);

        assertNoBytes(() -> {
            in.readerIndex(0);
            body.begin(Framing.CHUNKED, 0);
            ChunkDecoder.Event event = body.next(in);
            while (event == ChunkDecoder.Event.DATA) {
                in.skipBytes(body.dataBytes());
                event = body.next(in);
            }
            require(event == ChunkDecoder.Event.END);
            Trailers.appendRequest(writer.begin(), body.trailers(), underscores);
            Trailers.appendResponse(writer.begin(), body.trailers());
        });
    }

    @Test
    void ofWriteBatches() {
        Sink sink = new Sink();
        EmbeddedChannel channel = new EmbeddedChannel(new Sink(), sink);
        WriteBatch batch = new WriteBatch(sink.context);
        InputBuffer input = new InputBuffer();
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;

        assertNoBytes(() -> {
            batch.addHead(writer.begin().append(CHUNKS), -1);
            input.add(allocator.directBuffer(64).writeZero(64), allocator);
            input.add(allocator.directBuffer(64).writeZero(64), allocator);
            batch.addChunk(input.take(128));
            batch.addChunk(allocator.directBuffer(4096).writeZero(4096));
            batch.addLastChunk(CHUNKS, 0, 0);
            batch.flush();
            batch.takeSentBytes();
        });
        channel.finishAndReleaseAll();
    }

    @Test
    void ofDeadlines() {
        long[] now = {0};
        Deadlines deadlines = new Deadlines(0);
        Deadline[] all = new Deadline[16];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Deadline() {
                @Override
                protected void onDeadline(long nowNanos) {
                    deadlines.arm(this, nowNanos + Deadlines.TICK_NANOS);
                }
            };
        }

        assertNoBytes(() -> {
            for (Deadline deadline : all) {
                deadlines.arm(deadline, now[0] + TimeUnit.SECONDS.toNanos(1));
                deadlines.arm(deadline, now[0] + 3);
            }
            deadlines.remove(all[3]);
            deadlines.disarm(all[4]);
            now[0] += Deadlines.TICK_NANOS;
            deadlines.advance(now[0]);
        });
    }

    @Test
    void ofMeasurements() {
        LoopCounters counters = new LoopCounters();
        LatencyRecorder recorder = new LatencyRecorder();
        LoopMeters meters = new LoopMeters(4);
        meters.resize(1, 1, 1);
        EndpointMeter endpoint = new EndpointMeter("c", "a");
        long[] nanos = {1};

        assertNoBytes(() -> {
            nanos[0] = (nanos[0] * 31 + 7) & 0xfff_ffff;
            counters.increment(Counter.REQUESTS);
            counters.add(Counter.BYTES_SENT, 5);
            recorder.record(nanos[0]);
            meters.route(0, "r").onEnd(200, 1, 2, nanos[0]);
            meters.cluster(0, "c").latency().record(nanos[0]);
            meters.onFailure(1);
            endpoint.onRequest();
            endpoint.onRequestEnd();
        });
    }

    private static void assertNoBytes(Runnable operation) {
        assertThat(Allocations.bytesPerRound(operation)).isZero();
    }

    private static void require(boolean expected) {
        if (!expected) {
            throw new IllegalStateException("the operation under measurement failed");
        }
    }

    private static void fill(Fields fields, byte[] bytes) {
        fields.reserve(bytes.length);
        System.arraycopy(bytes, 0, fields.bytes(), 0, bytes.length);
        fields.advance(bytes.length);
    }

    /// Takes what is written in place of a socket.
    private static final class Sink extends ChannelOutboundHandlerAdapter {
        private ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext newContext) {
            context = newContext;
        }

        @Override
        public void write(ChannelHandlerContext ignored, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void flush(ChannelHandlerContext ignored) {
            // nothing behind
        }
    }
}
