package io.sluice.dataplane;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPInputStream;

import com.github.luben.zstd.ZstdInputStream;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TransportChoice;
import org.brotli.dec.BrotliInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

/// Responses that the proxy compresses.
@OnEachTransport
class CompressionIT {

    private static final RoutePolicy POLICY = Policies.compressing(ContentCoding.GZIP);
    private static final String GET =
            "GET / HTTP/1.1\r\nHost: app.test\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n\r\n";
    private static final String TEXT = "to be or not to be. ".repeat(20_000);

    private final TransportChoice transport;
    private RunningProxy proxy;

    CompressionIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private static String ofLength(String text) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: \"e\"\r\nContent-Length: " + text.length()
                + "\r\n\r\n" + text;
    }

    private static String decoded(byte[] body) throws IOException {
        return new String(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(), ISO_8859_1);
    }

    @Test
    void compressesByTheCodingThatTheServicePrefers() throws IOException {
        RoutePolicy all = Policies.compressing(ContentCoding.ZSTD, ContentCoding.BROTLI, ContentCoding.GZIP);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(ofLength(TEXT));
                Wire client = proxy.serving(all, endpoint).connect()) {
            Wire.Message zstd = client.send(GET).read();
            Wire.Message brotli = client.send(GET.replace("zstd", "zstd;q=0.5")).read();

            assertThat(zstd.field("content-encoding")).contains("zstd");
            try (InputStream in = new ZstdInputStream(new ByteArrayInputStream(zstd.body()))) {
                assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(TEXT);
            }
            assertThat(brotli.field("content-encoding")).contains("br");
            try (InputStream in = new BrotliInputStream(new ByteArrayInputStream(brotli.body()))) {
                assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(TEXT);
            }
        }
    }

    @Test
    void compressesForClientsThatAccept() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(ofLength(TEXT));
                Wire client = proxy.serving(POLICY, endpoint).connect()) {
            for (int i = 0; i < 3; i++) {
                Wire.Message answer = client.send(GET).read();

                assertThat(answer.field("content-encoding")).contains("gzip");
                assertThat(answer.field("etag")).contains("W/\"e\"");
                assertThat(answer.field("vary")).contains("Accept-Encoding");
                assertThat(answer.field("content-length")).isEmpty();
                assertThat(answer.body()).hasSizeLessThan(TEXT.length() / 50);
                assertThat(decoded(answer.body())).isEqualTo(TEXT);
            }
            Wire.Message plain = client.get("/").read();
            assertThat(plain.field("content-encoding")).isEmpty();
            assertThat(plain.field("etag")).contains("\"e\"");
            assertThat(plain.text()).isEqualTo(TEXT);
        }
    }

    @Test
    void leavesHeadAndOldClientsAlone() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(ofLength("x".repeat(2000)))) {
            proxy.serving(POLICY, endpoint);
            try (Wire client = proxy.connect()) {
                client.send("GET / HTTP/1.0\r\nHost: app.test\r\nAccept-Encoding: gzip\r\n\r\n");
                assertThat(client.read().text()).hasSize(2000);
            }
        }
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2000\r\n\r\n";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(head);
                Wire client = proxy.serving(POLICY, endpoint).connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: app.test\r\nAccept-Encoding: gzip\r\n\r\n");
            assertThat(client.readWithoutBody().field("content-length")).contains("2000");
        }
    }

    /// Every event reaches the client before the next is sent.
    @Test
    void passesEventsOnAsTheyCome() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        CountDownLatch[] read = {new CountDownLatch(1), new CountDownLatch(1)};
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(head + "9\r\ndata: 1\n\n\r\n");
                    read[0].await();
                    wire.send("9\r\ndata: 2\n\n\r\n");
                    read[1].await();
                    wire.send("0\r\n\r\n");
                });
                Wire client = proxy.serving(POLICY, endpoint).connect()) {
            client.send(GET).readHead();
            InputStream events = new GZIPInputStream(new Dechunked(client), 16);

            assertThat(new String(events.readNBytes(9), ISO_8859_1)).isEqualTo("data: 1\n\n");
            read[0].countDown();
            assertThat(new String(events.readNBytes(9), ISO_8859_1)).isEqualTo("data: 2\n\n");
            read[1].countDown();
            assertThat(events.read()).isEqualTo(-1);
        }
    }

    /// The content of a chunked body, no byte earlier than asked for.
    private static final class Dechunked extends InputStream {

        private final Wire wire;
        private int left;
        private boolean ended;

        Dechunked(Wire wire) {
            this.wire = wire;
        }

        @Override
        public int read() throws IOException {
            if (left == 0 && !ended) {
                left = Integer.parseInt(wire.readLine(), 16);
                ended = left == 0;
            }
            if (ended) {
                return -1;
            }
            int b = wire.readByte();
            if (--left == 0) {
                wire.readLine();
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            int b = read();
            if (b < 0) {
                return -1;
            }
            bytes[from] = (byte) b;
            return 1;
        }

        @Override
        public int available() {
            return 0;
        }
    }

    @Test
    void codesWhatCannotBeMadeSmaller() throws IOException {
        byte[] noise = new byte[500_000];
        new Random(3).nextBytes(noise);
        String text = new String(noise, ISO_8859_1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(ofLength(text));
                Wire client = proxy.serving(POLICY, endpoint).connect()) {
            assertThat(decoded(client.send(GET).read().body())).isEqualTo(text);
        }
    }

    @Test
    void cutsWhatTheEndpointCuts() throws IOException {
        String cut = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(5000);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send(cut);
                });
                Wire client = proxy.serving(POLICY, endpoint).connect()) {
            assertThat(client.send(GET).readToEnd().text()).doesNotContain("\r\n0\r\n\r\n");
        }
    }

    @Test
    void stopsWithClientsThatLeave() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
            wire.readHead();
            wire.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            byte[] noise = new byte[64 * 1024];
            Random random = new Random(5);
            while (true) {
                random.nextBytes(noise);
                wire.send(noise);
            }
        })) {
            proxy.serving(POLICY, endpoint);
            try (Wire client = proxy.connect()) {
                client.send(GET).readBytes(100_000);
                client.reset();
            }
            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 1);
        }
    }
}
