package io.sluice.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Memory is bounded: a side is read only as fast as the other takes what it sends.
@OnEachTransport
class BackPressureIT {

    private final TransportChoice transport;
    private RunningProxy proxy;

    BackPressureIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport, TestLimits.requestsPerConnection(100_000), DownstreamTimeouts.DEFAULT);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// A client that sends requests and reads no answers must not fill the memory with answers of our own.
    @Test
    void stopsReadingClientThatTakesNoAnswers() throws Exception {
        try (Wire client = Wire.connect(proxy.serving().port(), 4096)) {
            String request = "GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n";
            int count = 50_000;
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(request.repeat(count));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            await().until(() -> isSteady(Counter.REQUESTS));
            assertThat(proxy.count(Counter.REQUESTS)).isLessThan(count);

            for (int i = 0; i < count; i++) {
                assertThat(client.read().status()).isEqualTo(503);
            }
            sender.join();
            assertThat(proxy.count(Counter.REQUESTS)).isEqualTo(count);
        }
    }

    private boolean isSteady(Counter counter) throws InterruptedException {
        long before = proxy.count(counter);
        for (int i = 0; i < 10; i++) {
            Thread.sleep(10);
            if (proxy.count(counter) != before) {
                return false;
            }
        }
        return before > 0;
    }

    /// The whole response has arrived when the connection ends, though the client has yet to take it.
    @Test
    void relaysWholeResponseOfEndpointThatClosedWhileClientWasSlow() throws IOException {
        int size = 8_000_000;
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: " + size + "\r\n\r\n")
                            .send(new byte[size]);
                });
                Wire client = Wire.connect(proxy.serving(endpoint).port(), 4096)) {
            client.get("/");

            proxy.awaitCount(Counter.REQUESTS, 1);
            assertThat(client.read().body()).hasSize(size);
        }
    }

    /// R-LIM-2: neither direction is buffered.
    @Test
    void streamsLargeBodiesAtThePaceOfTheReader() throws Exception {
        long size = 100_000_000;
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    goOn.await();
                    wire.skip(size);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    byte[] block = new byte[1_000_000];
                    for (int i = 0; i < 100; i++) {
                        wire.send(block);
                    }
                    wire.read();
                });
                Wire client = Wire.connect(proxy.serving(endpoint).port(), 65_536)) {
            Thread sender = Thread.ofVirtual().start(() -> upload(client, size));

            await().until(() -> proxy.count(Counter.READ_PAUSES) > 0);
            await().until(() -> isSteady(Counter.BYTES_RECEIVED));
            assertThat(proxy.count(Counter.BYTES_RECEIVED)).isLessThan(size / 2);
            goOn.countDown();
            sender.join();
            client.readHead();
            await().until(() -> isSteady(Counter.BYTES_SENT));
            assertThat(proxy.count(Counter.BYTES_SENT)).isLessThan(size / 2);
            client.skip(size);
        }
        assertThat(proxy.count(Counter.BYTES_RECEIVED)).isGreaterThan(size);
        assertThat(proxy.count(Counter.BYTES_SENT)).isGreaterThan(size);
    }

    private static void upload(Wire client, long size) {
        try {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: " + size + "\r\n\r\n");
            byte[] block = new byte[1_000_000];
            for (int i = 0; i < 100; i++) {
                client.send(block);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
