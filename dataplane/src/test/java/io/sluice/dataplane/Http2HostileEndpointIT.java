package io.sluice.dataplane;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.http2.Http2Peer;
import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Endpoints of HTTP/2 that break its rules, or cost more than they give: a client gets 502, and the connection ends
/// where it cannot go on.
@OnEachTransport
class Http2HostileEndpointIT {

    private static final int PROTOCOL_ERROR = 1;
    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int MAX_FRAMES = 10_000;

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2HostileEndpointIT(TransportChoice transport) {
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

    private interface Answer {
        void to(Http2Peer peer, Http2Peer.Request request) throws IOException;
    }

    private void assertRefused(Answer answer) throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
            Http2Peer.Request request = peer.take();
            answer.to(peer, request);
            if (peer.awaitReset(request).reset() != PROTOCOL_ERROR) {
                throw new AssertionError("reset with " + request.reset());
            }
            Http2Endpoint.answerAll(peer);
        })) {
            proxy.serving(Http2Endpoint.cluster(endpoint));
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                Http2Wire.Response response = client.await(client.get("/"));
                assertThat(response.status()).isEqualTo(502);
                assertThat(client.await(client.get("/")).text())
                        .as("the connection goes on")
                        .isEqualTo("ok");
                assertThat(endpoint.connections()).isEqualTo(1);
            }
        }
    }

    /// RFC 9113, 8.2 and 8.3.2.
    @Test
    void refusesMalformedHeads() throws IOException {
        List<List<String>> heads = List.of(
                List.of("server: x"),
                List.of(":status: 200", ":status: 200"),
                List.of(":status: 20"),
                List.of(":status: 2000"),
                List.of(":status: abc"),
                List.of(":status: 101"),
                List.of(":status: 600"),
                List.of(":path: /", ":status: 200"),
                List.of("server: x", ":status: 200"),
                List.of(":status: 200", "Server: x"),
                List.of(":status: 200", "connection: close"),
                List.of(":status: 200", "keep-alive: 5"),
                List.of(":status: 200", "transfer-encoding: chunked"),
                List.of(":status: 200", "upgrade: h2c"),
                List.of(":status: 200", "x: a\r\nset-cookie: b"),
                List.of(":status: 200", "x: a\nb"),
                List.of(":status: 200", "x: a\0b"),
                List.of(":status: 200", "x y: a"),
                List.of(":status: 200", "content-length: 1", "content-length: 1"),
                List.of(":status: 200", "content-length: -1"));
        for (List<String> head : heads) {
            assertRefused((peer, request) -> peer.head(request, false, head.toArray(String[]::new)));
        }
    }

    /// RFC 9113, 8.1.1.
    @Test
    void refusesLengthThatIsNotThere() throws IOException {
        assertRefused((peer, request) -> peer.head(request, true, ":status: 200", "content-length: 1"));
        assertRefused((peer, request) -> peer.data(request, false, "no head"));
        assertRefused((peer, request) -> peer.head(request, true, ":status: 100"));
    }

    /// The client has the head already: it is told by a reset.
    @Test
    void cutsResponseThatIsLongerOrShorterThanItSays() throws IOException {
        for (String body : List.of("more", "le")) {
            try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                Http2Peer.Request request = peer.take();
                peer.head(request, false, ":status: 200", "content-length: 3").data(request, true, body);
                peer.awaitEnd();
            })) {
                proxy.serving(Http2Endpoint.cluster(endpoint));
                try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                    assertThat(client.await(client.get("/")).reset()).isPositive();
                }
            }
        }
    }

    private void assertEnded(int errorCode, Http2Endpoint.Script attack) throws Exception {
        CompletableFuture<Integer> end = new CompletableFuture<>();
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
            peer.take();
            try {
                attack.run(peer);
                end.complete(peer.awaitEnd());
            } catch (IOException e) {
                end.complete(errorCode); // cut while it was still sending, or before it had read why
            }
        })) {
            long before = proxy.count(Counter.UPSTREAM_HTTP2_ERRORS);
            proxy.serving(Http2Endpoint.cluster(endpoint));
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                assertThat(client.await(client.get("/")).status()).isEqualTo(502);
            }
            assertThat(end.get(20, TimeUnit.SECONDS)).isEqualTo(errorCode);
            proxy.awaitCount(Counter.UPSTREAM_HTTP2_ERRORS, before + 1);
        }
    }

    /// R-H2-2, 4: as from clients.
    @Test
    void endsFloods() throws Exception {
        assertEnded(ENHANCE_YOUR_CALM, peer -> flood(peer, 6, 0, new byte[8]));
        assertEnded(ENHANCE_YOUR_CALM, peer -> flood(peer, 4, 0, new byte[0]));
        assertEnded(ENHANCE_YOUR_CALM, peer -> flood(peer, 8, 0, Http2Wire.ints(1)));
        assertEnded(ENHANCE_YOUR_CALM, peer -> flood(peer, 77, 0, new byte[0]));
        assertEnded(ENHANCE_YOUR_CALM, peer -> {
            peer.send(1, 0, 1, Http2Wire.block(":status: 200"));
            flood(peer, 9, 1, new byte[1]);
        });
    }

    private static void flood(Http2Peer peer, int type, int streamId, byte[] payload) throws IOException {
        for (int i = 0; i < MAX_FRAMES; i++) {
            peer.send(type, 0, streamId, payload);
        }
    }

    @Test
    void endsConnectionThatBreaksTheRules() throws Exception {
        assertEnded(PROTOCOL_ERROR, peer -> peer.send(5, 4, 1, Http2Wire.ints(2)));
        assertEnded(PROTOCOL_ERROR, peer -> peer.send(1, 4, 2, Http2Wire.block(":status: 200")));
        assertEnded(PROTOCOL_ERROR, peer -> peer.send(0, 0, 7, new byte[1]));
        assertEnded(PROTOCOL_ERROR, peer -> peer.send(8, 0, 0, Http2Wire.ints(0)));
    }

    @Test
    void survivesInterimResponsesWithoutEnd() throws IOException {
        assertRefused((peer, request) -> {
            for (int i = 0; i < 20; i++) {
                peer.head(request, false, ":status: 103", "link: </a>");
            }
        });
    }
}
