package io.sluice.dataplane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.dataplane.http2.Http2Peer;
import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests of clients of either version, to endpoints that speak HTTP/2.
@OnEachTransport
class Http2UpstreamIT {

    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;
    private static final int MAX_CONCURRENT_STREAMS = 3;

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2UpstreamIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.startHttp2(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private Http2Wire serving(Http2Endpoint... endpoints) throws IOException {
        proxy.serving(Http2Endpoint.cluster(endpoints));
        return Http2Wire.connect(proxy.port());
    }

    @Test
    void servesClientOfHttp1() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.ok();
                Wire client = proxy.serving(Http2Endpoint.cluster(endpoint)).connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").read().text()).isEqualTo("ok");
            }
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    /// RFC 9113, 8.3.1: the head says what the client's did, and nothing of its connection.
    @Test
    void sendsHeadInItsOwnWords() throws IOException {
        List<String> head = new ArrayList<>();
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request request = peer.take();
                    head.addAll(request.head());
                    peer.answer(request, "ok");
                });
                Wire client = proxy.serving(Http2Endpoint.cluster(endpoint)).connect()) {
            client.send("GET /a?b HTTP/1.1\r\nHost: app.test\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\n"
                    + "Upgrade: websocket\r\nTE: trailers\r\nX-Kept: Yes\r\nCookie: a=1\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(head)
                    .startsWith(":method: GET", ":scheme: http", ":path: /a?b", ":authority: app.test")
                    .contains("x-kept: Yes", "cookie: a=1", "te: trailers", "x-forwarded-for: 127.0.0.1")
                    .noneMatch(line -> line.matches("(connection|upgrade|x-hop|host|keep-alive|transfer-encoding):.*"));
        }
    }

    @Test
    void manyRequestsShareOneConnection() throws Exception {
        CountDownLatch allHere = new CountDownLatch(50);
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    List<Http2Peer.Request> requests = new ArrayList<>();
                    while (requests.size() < 50) {
                        requests.add(peer.take());
                        allHere.countDown();
                    }
                    for (Http2Peer.Request request : requests.reversed()) {
                        peer.answer(request, request.path());
                    }
                    peer.read();
                });
                Http2Wire client = serving(endpoint)) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                streams.add(client.get("/" + i));
            }

            assertThat(allHere.await(20, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < 50; i++) {
                assertThat(client.await(streams.get(i)).text()).isEqualTo("/" + i);
            }
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    /// RFC 9113, 5.1.2: the endpoint says how many; more connections carry the rest.
    @Test
    void honoursTheEndpointsLimitOfStreams() throws IOException {
        AtomicInteger most = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(6);
        try (Http2Endpoint endpoint = Http2Endpoint.silent(peer -> {
                    peer.greet(Http2Wire.setting(MAX_CONCURRENT_STREAMS, 2));
                    List<Http2Peer.Request> requests = List.of(peer.take(), peer.take());
                    most.accumulateAndGet(requests.getLast().id(), Math::max);
                    all.countDown();
                    all.countDown();
                    all.await(20, TimeUnit.SECONDS);
                    for (Http2Peer.Request request : requests) {
                        peer.answer(request, "ok");
                    }
                    peer.read();
                });
                Http2Wire client = serving(endpoint)) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                streams.add(client.get("/"));
            }

            for (int stream : streams) {
                assertThat(client.await(stream).text()).isEqualTo("ok");
            }
            assertThat(endpoint.connections()).isEqualTo(3);
            assertThat(most).as("second stream of each").hasValue(3);
        }
    }

    @Test
    void passesBodiesAndTrailersBothWays() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request request = peer.take();
                    peer.head(request, false, ":status: 200", "trailer: x-sum");
                    for (int sent = 0; sent < 60_000; sent += 10_000) {
                        peer.data(request, false, new byte[10_000]);
                    }
                    peer.head(request, true, "x-sum: " + request.body().length, "x-got: " + request.trailers());
                    peer.read();
                });
                Http2Wire client = serving(endpoint)) {
            int stream = client.post("/", "te: trailers");
            for (int sent = 0; sent < 60_000; sent += 10_000) {
                client.data(stream, false, new byte[10_000]);
            }
            client.headers(stream, true, Http2Wire.block("x-mine: 1"));

            Http2Wire.Response response = client.await(stream);
            assertThat(response.body()).hasSize(60_000);
            assertThat(response.trailer("x-sum")).contains("60000");
            assertThat(response.trailer("x-got")).contains("[x-mine: 1]");
        }
    }

    /// A client that goes away takes its stream with it, and nothing else.
    @Test
    void cancelsStreamOfClientThatCancels() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        AtomicInteger code = new AtomicInteger();
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request slow = peer.take();
                    peer.head(slow, false, ":status: 200");
                    code.set(peer.awaitReset(slow).reset());
                    cancelled.countDown();
                    Http2Endpoint.answerAll(peer);
                });
                Http2Wire client = serving(endpoint)) {
            int slow = client.get("/slow");
            client.awaitHead(slow);
            client.reset(slow, CANCEL);

            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(code).hasValue(CANCEL);
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    /// RFC 9113, 8.7: neither was looked at, whatever the method.
    @Test
    void triesAgainWhatWasRefused() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    switch (connections.incrementAndGet()) {
                        case 1 -> {
                            Http2Peer.Request request = peer.take();
                            peer.reset(request, REFUSED_STREAM).goAway(0, 0);
                        }
                        case 2 -> {
                            peer.take();
                            peer.goAway(0, 0);
                        }
                        default -> Http2Endpoint.answerAll(peer);
                    }
                    peer.read();
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(client.headers(true, Http2Wire.request("POST", "/")));

            assertThat(response.text()).isEqualTo("ok");
            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(2);
        }
    }

    /// What was sent of a body is gone.
    @Test
    void tellsClientWhatCannotBeTriedAgain() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request request = peer.take();
                    peer.reset(request, REFUSED_STREAM).awaitEnd();
                });
                Http2Wire client = serving(endpoint)) {
            int stream = client.post("/");
            client.data(stream, true, new byte[10]);

            assertThat(client.await(stream).status()).isEqualTo(503);
        }
    }

    /// RFC 9113, 6.8: what the endpoint still answers is waited for; what is new goes elsewhere.
    @Test
    void goingConnectionServesWhatIsUnderWay() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    if (connections.incrementAndGet() > 1) {
                        Http2Endpoint.answerAll(peer);
                    }
                    Http2Peer.Request first = peer.take();
                    peer.goAway(first.id(), 0).head(first, false, ":status: 200");
                    peer.data(first, false, "fir");
                    while (connections.get() < 2) {
                        Thread.onSpinWait();
                    }
                    peer.data(first, true, "st").awaitEnd();
                });
                Http2Wire client = serving(endpoint)) {
            int first = client.get("/first");
            client.awaitHead(first);
            int second = client.get("/second");

            assertThat(client.await(second).text()).isEqualTo("ok");
            assertThat(client.await(first).text()).isEqualTo("first");
        }
    }

    /// R-LIM-2: one client that does not read holds its own stream back, and no other.
    @Test
    void clientThatDoesNotReadHoldsOnlyItsStream() throws IOException {
        int size = 3_000_000;
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request large = peer.take();
                    peer.head(large, false, ":status: 200");
                    int sent = 0;
                    int window = 65_536;
                    while (sent < size) {
                        while (window < 16_000) {
                            Http2Wire.Frame frame = peer.read().orElseThrow();
                            if (frame.type() == 8 && frame.streamId() == large.id()) {
                                window += frame.errorCode();
                            } else if (frame.type() == 1) {
                                peer.answer(peer.next(), "ok");
                            }
                        }
                        int part = Math.min(16_000, size - sent);
                        peer.data(large, sent + part == size, new byte[part]);
                        sent += part;
                        window -= part;
                    }
                    peer.awaitEnd();
                });
                Http2Wire client = serving(endpoint)) {
            client.neverWidens();
            client.windowUpdate(0, 100_000_000);
            int large = client.get("/large");
            client.awaitBytes(large, 65_535);
            for (int i = 0; i < 20; i++) {
                assertThat(client.await(client.get("/small")).text()).isEqualTo("ok");
            }
            assertThat(client.response(large).body()).hasSize(65_535);
            client.windowUpdate(large, size);

            assertThat(client.await(large).body()).hasSize(size);
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    /// Nothing was sent: any request may go elsewhere.
    @Test
    void endpointThatSpeaksOtherwiseIsLeftAlone() throws IOException {
        try (Http2Endpoint other =
                        Http2Endpoint.silent(peer -> peer.raw("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()));
                Http2Endpoint endpoint = Http2Endpoint.ok();
                Http2Wire client = serving(other, endpoint)) {
            for (int i = 0; i < 4; i++) {
                int stream = client.post("/");
                client.data(stream, true, new byte[10]);
                assertThat(client.await(stream).text()).isEqualTo("ok");
            }
        }
    }
}
