package io.sluice.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.TrafficCut.EndpointTraffic;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.RetryPolicy.Reason;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// What is sent again, what never, and which endpoints are left out.
@OnEachTransport
class RetryIT {

    private static final OutlierPolicy NEVER = new OutlierPolicy(0, Duration.ofSeconds(10), 50, false);
    private static final String UNAVAILABLE = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy";

    private final TransportChoice transport;
    private RunningProxy proxy;

    RetryIT(TransportChoice transport) {
        this.transport = transport;
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private Wire start(RetryPolicy retries, OutlierPolicy outliers, Endpoint... endpoints) throws IOException {
        return start(RunningProxy.UPSTREAM, retries, outliers, endpoints);
    }

    private Wire start(UpstreamTimeouts timeouts, RetryPolicy retries, OutlierPolicy outliers, Endpoint... endpoints)
            throws IOException {
        proxy = RunningProxy.start(transport);
        proxy.serving(new Cluster(
                "app",
                List.of(endpoints),
                LbPolicy.ROUND_ROBIN,
                new Affinity.None(),
                timeouts,
                retries,
                outliers,
                Cluster.UNLIMITED,
                Duration.ZERO,
                UpstreamProtocol.PLAIN));
        return proxy.connect();
    }

    private static Endpoint nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("nobody", (InetSocketAddress) free.getLocalSocketAddress());
        }
    }

    private static RetryPolicy on(int retries, Reason... reasons) {
        return new RetryPolicy(retries, Set.of(reasons), Set.of());
    }

    /// Acceptance 60: one of three tasks refuses connections; it is left out after three failures, and nobody
    /// notices.
    @Test
    void losesNothingToTaskThatRefuses() throws IOException {
        try (ScriptedEndpoint a = ScriptedEndpoint.ok();
                ScriptedEndpoint b = ScriptedEndpoint.ok();
                Wire client = start(RetryPolicy.DEFAULT, OutlierPolicy.DEFAULT, nobody(), a.endpoint(), b.endpoint())) {
            for (int i = 0; i < 300; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }

            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(3);
            assertThat(proxy.count(Counter.EJECTIONS)).isEqualTo(1);
            assertThat(proxy.dataPlane().cut().endpoints())
                    .filteredOn(endpoint -> endpoint.ejectedMillis() > 0)
                    .singleElement()
                    .satisfies(endpoint -> assertThat(endpoint.ejectedMillis()).isLessThanOrEqualTo(10_000))
                    .extracting(EndpointTraffic::requests, EndpointTraffic::ejections)
                    .containsExactly(0L, 1L);
        }
    }

    /// Acceptance 60 with `max_fails=0`: it is never left out, and still nobody notices.
    @Test
    void neverLeavesOutWhereMaxFailsIsZero() throws IOException {
        try (ScriptedEndpoint a = ScriptedEndpoint.ok();
                ScriptedEndpoint b = ScriptedEndpoint.ok();
                Wire client = start(RetryPolicy.DEFAULT, NEVER, nobody(), a.endpoint(), b.endpoint())) {
            for (int i = 0; i < 300; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }

            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(100);
            assertThat(proxy.count(Counter.EJECTIONS)).isZero();
        }
    }

    /// Acceptance 61.
    @Test
    void neverRepeatsPostThatTaskMayHaveProcessed() throws IOException {
        AtomicInteger posts = new AtomicInteger();
        ScriptedEndpoint.Script dying = wire -> {
            wire.read();
            posts.incrementAndGet();
            wire.reset();
        };
        RetryPolicy all = new RetryPolicy(5, Set.of(Reason.values()), Set.of(502));
        try (ScriptedEndpoint a = ScriptedEndpoint.running(dying);
                ScriptedEndpoint b = ScriptedEndpoint.running(dying);
                Wire client = start(all, NEVER, a.endpoint(), b.endpoint())) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.read().status()).isEqualTo(502);
            assertThat(posts).hasValue(1);
        }
    }

    @Test
    void repeatsGetWhoseConnectionBroke() throws IOException {
        try (ScriptedEndpoint dying = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    wire.reset();
                });
                ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start(RetryPolicy.DEFAULT, NEVER, dying.endpoint(), good.endpoint())) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }

            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(5);
        }
    }

    /// A task that is killed closes the connections that are kept to it, and refuses others.
    @Test
    void asksAnotherEndpointWhenOneDiesWithKeptConnection() throws Exception {
        try (ServerSocket dying = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start(
                        on(1, Reason.CONNECT),
                        NEVER,
                        new Endpoint("dying", (InetSocketAddress) dying.getLocalSocketAddress()),
                        good.endpoint())) {
            Thread dyingTask = Thread.ofVirtual().start(() -> {
                try (Wire wire = new Wire(dying.accept())) {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    wire.read();
                    dying.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });

            for (int i = 0; i < 8; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }
            dyingTask.join();
            assertThat(proxy.count(Counter.RETRIES)).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void repeatsGetThatWaitsTooLongOnlyWhenAsked() throws IOException {
        UpstreamTimeouts d = UpstreamTimeouts.DEFAULT;
        UpstreamTimeouts quick =
                new UpstreamTimeouts(d.connect(), Duration.ofMillis(100), d.bodyGap(), d.tunnelIdle(), d.pooledIdle());
        try (ScriptedEndpoint silent = ScriptedEndpoint.running(Wire::readToEnd);
                ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start(quick, on(1, Reason.TIMEOUT), NEVER, silent.endpoint(), good.endpoint())) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(1);
        }
        stop();
        try (ScriptedEndpoint silent = ScriptedEndpoint.running(Wire::readToEnd);
                Wire client = start(quick, RetryPolicy.DEFAULT, NEVER, silent.endpoint())) {
            assertThat(client.get("/").read().status()).isEqualTo(504);
            assertThat(proxy.count(Counter.RETRIES)).isZero();
        }
    }

    @Test
    void asksAnotherEndpointForStatusThatCountsAsFailure() throws IOException {
        RetryPolicy on503 = new RetryPolicy(1, Set.of(), Set.of(503));
        try (ScriptedEndpoint busy = ScriptedEndpoint.answering(UNAVAILABLE);
                ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start(on503, NEVER, busy.endpoint(), good.endpoint())) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }
            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(5);
            // What is not idempotent gets the answer that there was.
            int refused = 0;
            for (int i = 0; i < 4; i++) {
                client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 0\r\n\r\n");
                refused += client.read().status() == 503 ? 1 : 0;
            }
            assertThat(refused).isEqualTo(2);
        }
    }

    @Test
    void givesTheLastAnswerWhenAllAreBusy() throws IOException {
        RetryPolicy on503 = new RetryPolicy(5, Set.of(), Set.of(503));
        try (ScriptedEndpoint a = ScriptedEndpoint.answering(UNAVAILABLE);
                ScriptedEndpoint b = ScriptedEndpoint.answering(UNAVAILABLE);
                Wire client = start(on503, NEVER, a.endpoint(), b.endpoint())) {
            Wire.Message response = client.get("/").read();

            assertThat(response.status()).isEqualTo(503);
            assertThat(response.text()).isEqualTo("busy");
            assertThat(a.requests()).hasSize(1);
            assertThat(b.requests()).hasSize(1);
        }
    }

    /// Status 503 counts as a failure when the policy says so: who answers nothing else is left out.
    @Test
    void leavesOutEndpointThatAnswersFailuresOnly() throws IOException {
        RetryPolicy on503 = new RetryPolicy(1, Set.of(), Set.of(503));
        try (ScriptedEndpoint busy = ScriptedEndpoint.answering(UNAVAILABLE);
                ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start(on503, OutlierPolicy.DEFAULT, busy.endpoint(), good.endpoint())) {
            for (int i = 0; i < 50; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }

            assertThat(busy.requests()).hasSize(3);
        }
    }

    /// R-POOL-3: when everything fails, retries end: ten at once, and one for five requests.
    @Test
    void stopsRetryingWhenEverythingFails() throws IOException {
        ScriptedEndpoint.Script dying = wire -> {
            wire.read();
            wire.reset();
        };
        try (ScriptedEndpoint a = ScriptedEndpoint.running(dying);
                ScriptedEndpoint b = ScriptedEndpoint.running(dying);
                Wire client = start(on(1, Reason.RESET), NEVER, a.endpoint(), b.endpoint())) {
            for (int i = 0; i < 500; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(502);
            }

            long retries = proxy.count(Counter.RETRIES);
            long refused = proxy.count(Counter.RETRY_BUDGET_LIMIT);
            assertThat(retries).isGreaterThanOrEqualTo(100);
            assertThat(refused).isPositive();
            assertThat(retries + refused).isEqualTo(500);
        }
    }

    @Test
    void endpointThatWasLeftOutComesBack() throws IOException {
        AtomicInteger broken = new AtomicInteger(2);
        OutlierPolicy brief = new OutlierPolicy(2, Duration.ofMillis(200), 50, false);
        try (ScriptedEndpoint recovering = ScriptedEndpoint.running(wire -> {
                    while (true) {
                        wire.read();
                        if (broken.getAndDecrement() > 0) {
                            wire.reset();
                            return;
                        }
                        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback");
                    }
                });
                ScriptedEndpoint good = ScriptedEndpoint.ok();
                Wire client = start(RetryPolicy.DEFAULT, brief, recovering.endpoint(), good.endpoint())) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").read().text()).isEqualTo("ok");
            }
            assertThat(proxy.count(Counter.EJECTIONS)).isEqualTo(1);

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> client.get("/").read().text().equals("back"));
        }
    }

    /// F3: nothing is lost when one of three is killed under load.
    @Test
    void losesNoGetWhenOneOfThreeIsKilled() throws Exception {
        int clients = 4;
        CountDownLatch underWay = new CountDownLatch(200);
        try (ScriptedEndpoint a = ScriptedEndpoint.ok();
                ScriptedEndpoint b = ScriptedEndpoint.ok();
                ScriptedEndpoint victim = ScriptedEndpoint.ok();
                Wire unused = start(
                        RetryPolicy.DEFAULT, OutlierPolicy.DEFAULT, a.endpoint(), b.endpoint(), victim.endpoint());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> load = () -> {
                int lost = 0;
                try (Wire client = proxy.connect()) {
                    for (int i = 0; i < 500; i++) {
                        lost += client.get("/").read().status() == 200 ? 0 : 1;
                        underWay.countDown();
                    }
                }
                return lost;
            };
            List<Future<Integer>> results = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                results.add(threads.submit(load));
            }
            underWay.await();
            victim.kill();
            int lost = 0;
            for (Future<Integer> result : results) {
                lost += result.get();
            }

            assertThat(lost).isZero();
            assertThat(proxy.count(Counter.EJECTIONS)).isEqualTo(1);
            unused.close();
        }
    }
}
