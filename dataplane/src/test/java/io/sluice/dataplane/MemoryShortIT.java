package io.sluice.dataplane;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.loop.DirectMemory;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// R-LIM-3: where the memory for buffers runs short, less is begun, so that it is never used up.
@OnEachTransport
class MemoryShortIT {

    private static final int REFUSED_STREAM = 7;

    private final TransportChoice transport;
    private final AtomicLong usedPercent = new AtomicLong();
    private RunningProxy proxy;

    MemoryShortIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.startHttp2(transport, new DirectMemory() {
            @Override
            public long usedBytes() {
                return usedPercent.get();
            }

            @Override
            public long maxBytes() {
                return 100;
            }
        });
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                usedPercent.set(0);
                closing.awaitQuiet();
            }
        }
    }

    @Test
    void closesIdleConnectionsToEndpointsAtEightyPercent() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.get("/").read();
            await().until(() -> proxy.idleConnections() == 1);

            usedPercent.set(80);

            await().until(() -> proxy.idleConnections() == 0);
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }

    @Test
    void refusesStreamsAtEightyPercent() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok()) {
            proxy.serving(endpoint);
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
                await().until(() -> proxy.idleConnections() == 1);

                usedPercent.set(80);

                await().until(() -> proxy.idleConnections() == 0);
                assertThat(client.await(client.get("/")).reset()).isEqualTo(REFUSED_STREAM);
                assertThat(proxy.count(Counter.HTTP2_REFUSED)).isOne();
                usedPercent.set(10);
                await().untilAsserted(() ->
                        assertThat(client.await(client.get("/")).text()).isEqualTo("ok"));
            }
        }
    }

    /// Who has begun a request is told; who is idle goes.
    @Test
    void refusesRequestsAtNinetyPercent() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire idle = proxy.serving(endpoint).connect();
                Wire client = proxy.connect()) {
            idle.get("/").read();
            client.get("/").read();
            client.send("GET / HTTP/1.1\r\nHost: ");
            await().until(() ->
                    proxy.count(Counter.BYTES_RECEIVED) > 2 * "GET / HTTP/1.1\r\nHost: app.test\r\n\r\n".length());

            usedPercent.set(90);

            proxy.awaitCount(Counter.MEMORY_PAUSES, 1);
            Wire.Message refusal = client.send("app.test\r\n\r\n").read();
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.field("retry-after")).isPresent();
            assertThat(refusal.field("proxy-status").orElseThrow()).contains("memory_short");
            assertThat(proxy.failures("memory_short")).isOne();
            assertThat(idle.readRest()).isEmpty();
            assertThat(endpoint.requests()).hasSize(2);
        }
    }

    @Test
    void acceptsNobodyAtNinetyPercentUntilThereIsRoom() throws IOException {
        usedPercent.set(90);
        proxy.awaitCount(Counter.MEMORY_PAUSES, 1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.get("/");

            usedPercent.set(84);

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(proxy.count(Counter.MEMORY_PAUSES)).isOne();
        }
    }
}
