package io.sluice.dataplane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What streams of HTTP/2 go through, from both sides.
@OnEachTransport
class Http2StreamsIT {

    private static final int NO_ERROR = 0;
    private static final int INTERNAL_ERROR = 2;
    private static final int REFUSED_STREAM = 7;
    private static final int CANCEL = 8;

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2StreamsIT(TransportChoice transport) {
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

    private Http2Wire serving(ScriptedEndpoint endpoint) throws IOException {
        proxy.serving(endpoint);
        return Http2Wire.connect(proxy.port());
    }

    /// R-H2-1: settings as the table says.
    @Test
    void tellsItsSettings() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Frame settings = client.awaitFrame(4);
            Http2Wire.Frame window = client.awaitFrame(8);

            assertThat(settings.payload())
                    .isEqualTo(Http2Wire.join(
                            Http2Wire.setting(3, 100),
                            Http2Wire.setting(4, 65_536),
                            Http2Wire.setting(6, 32_768),
                            Http2Wire.setting(8, 1)));
            assertThat(window.payload()).isEqualTo(Http2Wire.ints(1024 * 1024 - 65_535));
        }
    }

    /// R-H2-9: how long a list of fields the client would like does not make us reset it.
    @Test
    void ignoresWishedListSize() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint)) {
            client.send(4, 0, 0, Http2Wire.join(Http2Wire.setting(6, 0), Http2Wire.setting(1, 0)));

            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
        }
    }

    @Test
    void passesInterimResponsesAndTrailers() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                                + "Trailer: grpc-status\r\n\r\n2\r\nok\r\n0\r\ngrpc-status: 0\r\n\r\n");
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(client.get("/", "te: trailers"));

            assertThat(response.blocks()).hasSize(3);
            assertThat(response.blocks().getFirst()).contains(":status: 103", "link: </a>");
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("ok");
            assertThat(response.blocks().getLast()).containsExactly("grpc-status: 0");
            assertThat(response.head()).noneMatch(line -> line.startsWith("transfer-encoding"));
        }
    }

    @Test
    void dropsTrailersThatNobodyAskedFor() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\na: b\r\n\r\n");
                Http2Wire client = serving(endpoint)) {
            assertThat(client.await(client.get("/")).blocks()).hasSize(1);
        }
    }

    @Test
    void neverSendsBodyForHead204And304() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    String path = request.startLine().split(" ")[1];
                    return switch (path) {
                        case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                        case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n";
                        default -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
                    };
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response head = client.await(client.headers(true, Http2Wire.request("HEAD", "/")));

            assertThat(head.field("content-length")).contains("5");
            assertThat(head.body()).isEmpty();
            assertThat(client.await(client.get("/204")).status()).isEqualTo(204);
            assertThat(client.await(client.get("/304")).status()).isEqualTo(304);
            assertThat(client.await(client.headers(true, Http2Wire.request("HEAD", "/none", "host: x")))
                            .body())
                    .isEmpty();
        }
    }

    /// R-POOL-5: a stream that is reset has its exchange cancelled, and others go on.
    @Test
    void cancelsExchangeOfResetStream() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    Wire.Message request = wire.read();
                    if (request.startLine().contains("/slow")) {
                        try {
                            wire.readBytes(1);
                        } finally {
                            cancelled.countDown();
                        }
                    }
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                Http2Wire client = serving(endpoint)) {
            int slow = client.get("/slow");
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");

            client.reset(slow, CANCEL);

            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            assertThat(proxy.count(Counter.HTTP2_RESETS)).isEqualTo(1);
        }
    }

    /// An answer to an unfinished upload is whole; the rest of the upload is not wanted.
    @Test
    void answersUnfinishedUpload() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Http2Wire client = serving(endpoint)) {
            int stream = client.post("/", "expect: 200-ok");

            Http2Wire.Response response = client.await(stream);
            while (response.reset() < 0) {
                client.read();
            }
            client.data(stream, false, new byte[1000]).data(stream, true, new byte[1000]);

            assertThat(response.status()).isEqualTo(417);
            assertThat(response.isEnded()).isTrue();
            assertThat(response.reset()).isEqualTo(NO_ERROR);
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
        }
    }

    @Test
    void resetsStreamOfEndpointThatBreaksOff() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(client.get("/"));

            assertThat(response.reset()).isEqualTo(INTERNAL_ERROR);
            assertThat(response.text()).isEqualTo("half");
        }
    }

    /// R-H2-1: a hundred and no more, those waiting for endpoints included.
    @Test
    void refusesStreamsBeyondTheLimit() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    answer.await();
                    return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                });
                Http2Wire client = serving(endpoint)) {
            List<Integer> streams = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                streams.add(client.get("/"));
            }
            int refused = client.get("/");

            assertThat(client.await(refused).reset()).isEqualTo(REFUSED_STREAM);
            answer.countDown();
            for (int stream : streams) {
                assertThat(client.await(stream).text()).isEqualTo("ok");
            }
            assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            assertThat(proxy.count(Counter.HTTP2_REFUSED)).isEqualTo(1);
        }
    }

    /// A client that sends no more is answered, then the connection ends.
    @Test
    void answersClientThatHasEndedItsSide() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    answer.await();
                    return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                });
                Http2Wire client = serving(endpoint)) {
            int stream = client.get("/");
            client.endOutput();
            answer.countDown();

            assertThat(client.await(stream).text()).isEqualTo("ok");
            assertThat(client.awaitEnd()).isEqualTo(NO_ERROR);
        }
    }

    /// R-LIM-2: a stream that is not read holds its endpoint back; the others of its connection go on.
    @Test
    void streamThatIsNotReadHoldsOnlyItself() throws IOException {
        byte[] large = new byte[5_000_000];
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    while (true) {
                        Wire.Message request = wire.read();
                        if (request.startLine().contains("/large")) {
                            wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + large.length + "\r\n\r\n")
                                    .send(large);
                        } else {
                            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                        }
                    }
                });
                Http2Wire client = serving(endpoint)) {
            client.neverWidens();
            client.windowUpdate(0, 100_000_000);
            int stream = client.get("/large");
            client.awaitBytes(stream, 65_535);

            for (int i = 0; i < 20; i++) {
                assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            }
            assertThat(client.response(stream).body()).hasSize(65_535);
            client.windowUpdate(stream, large.length);
            assertThat(client.await(stream).body()).hasSize(large.length);
        }
    }
}
