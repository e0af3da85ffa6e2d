package io.sluice.dataplane;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// A new snapshot costs no request.
@OnEachTransport
class PublishIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final TransportChoice transport;
    private RunningProxy proxy;

    PublishIT(TransportChoice transport) {
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

    @Test
    void losesNoRequestUnderLoad() throws Exception {
        try (ScriptedEndpoint a = ScriptedEndpoint.ok();
                ScriptedEndpoint b = ScriptedEndpoint.ok();
                ScriptedEndpoint c = ScriptedEndpoint.ok();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<ScriptedEndpoint[]> sets = List.of(
                    new ScriptedEndpoint[] {a, b},
                    new ScriptedEndpoint[] {c},
                    new ScriptedEndpoint[] {b, c, a},
                    new ScriptedEndpoint[] {b});
            proxy.serving(a, b);
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Integer>> answered = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answered.add(clients.submit(() -> load(done)));
            }

            for (int i = 0; i < 200; i++) {
                proxy.serving(sets.get(i % sets.size()));
            }

            done.set(true);
            int sum = 0;
            for (Future<Integer> count : answered) {
                sum += count.get();
            }
            assertThat(a.requests().size() + b.requests().size() + c.requests().size())
                    .isEqualTo(sum);
            assertThat(proxy.dataPlane().cut().generation()).isEqualTo(201);
        }
    }

    private int load(AtomicBoolean done) throws IOException {
        int count = 0;
        try (Wire client = proxy.connect()) {
            while (!done.get()) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
                count++;
            }
        }
        return count;
    }

    @Test
    void closesIdleConnectionsOfRemovedEndpointAndLetsOthersFinish() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint old = ScriptedEndpoint.answeringEach(request -> {
                    if (request.startLine().contains("/slow")) {
                        goOn.await();
                    }
                    return OK;
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire slow = proxy.serving(old).connect();
                Wire quick = proxy.connect()) {
            slow.get("/slow");
            await().until(() -> old.requests().size() == 1);
            assertThat(quick.get("/").read().status()).isEqualTo(200);
            assertThat(proxy.idleConnections()).isEqualTo(1);

            proxy.serving(next);

            proxy.awaitCount(Counter.UPSTREAM_CLOSED, 1);
            assertThat(quick.get("/").read().status()).isEqualTo(200);
            assertThat(next.requests()).hasSize(1);
            goOn.countDown();
            assertThat(slow.read().status()).isEqualTo(200);
            proxy.awaitCount(Counter.UPSTREAM_CLOSED, 2);
            assertThat(slow.get("/").read().status()).isEqualTo(200);
            assertThat(next.requests()).hasSize(2);
        }
    }

    /// A retry still knows the endpoints that the request began with.
    @Test
    void keepsSnapshotThroughRetry() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint old = ScriptedEndpoint.answeringEach(request -> {
                    if (request.startLine().contains("/dies")) {
                        goOn.await();
                        return goOn.getCount() == 0 && first.getAndSet(false) ? null : OK;
                    }
                    return OK;
                });
                ScriptedEndpoint next = ScriptedEndpoint.ok();
                Wire client = proxy.serving(old).connect()) {
            assertThat(client.get("/warm").read().status()).isEqualTo(200);
            client.get("/dies");
            await().until(() -> old.requests().size() == 2);

            proxy.serving(next);
            goOn.countDown();

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(old.requests()).hasSize(3);
            assertThat(next.requests()).isEmpty();
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(next.requests()).hasSize(1);
        }
    }

    private final AtomicBoolean first = new AtomicBoolean(true);

    @Test
    void answers503BeforeFirstPublication() throws IOException {
        try (Wire client = proxy.connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(503);
        }
    }
}
