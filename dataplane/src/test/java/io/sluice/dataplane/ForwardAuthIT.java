package io.sluice.dataplane;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests that another service must allow.
@OnEachTransport
class ForwardAuthIT {

    private static final RoutePolicy POLICY =
            Policies.asking(new ForwardAuth("auth", "/check?x", List.of("X-User", "X-Groups")));
    private static final String YES = "HTTP/1.1 200 OK\r\nx-user: ann\r\nX-Groups: a\r\nX-Groups: b\r\nX-Other: 1\r\n"
            + "Content-Length: 3\r\n\r\nyes";
    private static final String POST =
            "POST /a?b HTTP/1.1\r\nHost: app.test\r\nCookie: c=d\r\nX-User: root\r\nContent-Length: 4\r\n\r\nbody";

    private final TransportChoice transport;
    private RunningProxy proxy;

    ForwardAuthIT(TransportChoice transport) {
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
    void passesWhatTheServiceAllows() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answering(YES);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            for (int i = 0; i < 3; i++) {
                Wire.Message answer = client.send(POST).read();

                assertThat(answer.status()).isEqualTo(200);
                Wire.Message asked = auth.requests().get(i);
                assertThat(asked.startLine()).isEqualTo("GET /check?x HTTP/1.1");
                assertThat(asked.head())
                        .contains(
                                "Host: app.test\r\n",
                                "Cookie: c=d\r\n",
                                "x-forwarded-method: POST\r\n",
                                "x-forwarded-uri: /a?b\r\n",
                                "x-forwarded-host: app.test\r\n",
                                "x-forwarded-for: 127.0.0.1\r\n",
                                "x-request-id: " + answer.field("x-request-id").orElseThrow())
                        .doesNotContainIgnoringCase("content-length", "x-user");
                Wire.Message seen = endpoint.requests().get(i);
                assertThat(seen.startLine()).isEqualTo("POST /a?b HTTP/1.1");
                assertThat(seen.text()).isEqualTo("body");
                assertThat(seen.head())
                        .contains("X-User: ann\r\nX-Groups: a\r\nX-Groups: b\r\n", "Cookie: c=d\r\n")
                        .doesNotContainIgnoringCase("root", "x-other", "x-forwarded-uri");
            }
            assertThat(auth.connections()).isEqualTo(1);
        }
    }

    @Test
    void givesTheClientAnyOtherAnswer() throws IOException {
        String login = "HTTP/1.1 302 Found\r\nLocation: https://login.example/\r\nSet-Cookie: s=1\r\n"
                + "Content-Length: 5\r\n\r\nlogin";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answering(login);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            for (int i = 0; i < 2; i++) {
                Wire.Message answer = client.get("/").read();

                assertThat(answer.status()).isEqualTo(302);
                assertThat(answer.field("location")).contains("https://login.example/");
                assertThat(answer.text()).isEqualTo("login");
            }
            client.send("HEAD / HTTP/1.1\r\nHost: app.test\r\n\r\n");
            assertThat(client.readWithoutBody().status()).isEqualTo(302);
            assertThat(client.get("/").read().text()).isEqualTo("login");
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void refusesWhenNobodyAnswers() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.running(Wire::readByte)) {
            try (Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
                Wire.Message answer = client.get("/").read();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.field("proxy-status").orElseThrow()).contains("auth_unavailable");
            }
            auth.kill();
            try (Wire client = proxy.connect()) {
                assertThat(client.get("/").read().status()).isEqualTo(503);
            }
            proxy.serving(POLICY, endpoint);
            try (Wire client = proxy.connect()) {
                assertThat(client.get("/").read().status()).as("no endpoint").isEqualTo(503);
            }
            proxy.serving(Policies.asking(new ForwardAuth("missing", "/", List.of())), endpoint);
            try (Wire client = proxy.connect()) {
                assertThat(client.get("/").read().status()).as("no cluster").isEqualTo(503);
            }
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void refusesAnUpgradeInPlaceOfAnAnswer() throws IOException {
        String upgrade = "HTTP/1.1 101 x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answering(upgrade);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(503);
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void triesTheOtherEndpointOfTheService() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint dead = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answering(YES);
                Wire client = proxy.serving(POLICY, endpoint, dead, auth).connect()) {
            dead.kill();
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }
            assertThat(auth.requests()).hasSize(4);
        }
    }

    private static Cluster auth(UpstreamTimeouts timeouts, RetryPolicy retries, Endpoint... endpoints) {
        return new Cluster(
                "auth",
                List.of(endpoints),
                LbPolicy.ROUND_ROBIN,
                new Affinity.None(),
                timeouts,
                retries,
                OutlierPolicy.DEFAULT,
                Cluster.UNLIMITED,
                Duration.ZERO,
                UpstreamProtocol.PLAIN);
    }

    private static Cluster auth(RetryPolicy retries, Endpoint... endpoints) {
        return auth(RunningProxy.UPSTREAM, retries, endpoints);
    }

    /// Acceptance 60 for whoever is asked: three failures and it is left out, without a client that notices.
    @Test
    void leavesOutAnEndpointOfTheServiceThatFails() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint dead = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answering(YES);
                Wire client = proxy.serving(POLICY, endpoint, dead, auth).connect()) {
            dead.kill();
            for (int i = 0; i < 50; i++) {
                assertThat(client.send(POST).read().status()).isEqualTo(200);
            }

            assertThat(proxy.count(Counter.EJECTIONS)).isEqualTo(1);
            assertThat(proxy.count(Counter.RETRIES)).isEqualTo(3);
        }
    }

    @Test
    void neverAsksAnEndpointThatHealthChecksFoundUnhealthy() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint sick = ScriptedEndpoint.answering("HTTP/1.1 403 x\r\nContent-Length: 0\r\n\r\n");
                ScriptedEndpoint auth = ScriptedEndpoint.answering(YES)) {
            Endpoint known = sick.endpoint();
            Endpoint unhealthy = new Endpoint(known.name(), known.address(), 1, known.since(), false);
            Cluster asked = auth(RetryPolicy.DEFAULT, unhealthy, auth.endpoint());
            try (Wire client = proxy.serving(POLICY, endpoint, asked).connect()) {
                for (int i = 0; i < 10; i++) {
                    assertThat(client.send(POST).read().status()).isEqualTo(200);
                }
            }

            assertThat(sick.requests()).isEmpty();
        }
    }

    /// R-POOL-3: the question is a GET, whatever the request is.
    @Test
    void asksAnotherEndpointWhenOneClosesInPlaceOfAnAnswer() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint closing = ScriptedEndpoint.running(Wire::readHead);
                ScriptedEndpoint auth = ScriptedEndpoint.answering(YES);
                Wire client = proxy.serving(POLICY, endpoint, closing, auth).connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.send(POST).read().status()).isEqualTo(200);
            }

            assertThat(endpoint.requests()).hasSize(4);
            assertThat(proxy.count(Counter.RETRIES)).isPositive();
        }
    }

    @Test
    void asksAnotherEndpointForStatusesThatTheServiceCallsFailures() throws IOException {
        String busy = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy";
        RetryPolicy on503 = new RetryPolicy(2, Set.of(RetryPolicy.Reason.CONNECT), Set.of(503));
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint failing = ScriptedEndpoint.answering(busy);
                ScriptedEndpoint auth = ScriptedEndpoint.answering(YES)) {
            try (Wire client = proxy.serving(POLICY, endpoint, auth(on503, failing.endpoint(), auth.endpoint()))
                    .connect()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(client.send(POST).read().status()).isEqualTo(200);
                }
            }
            try (Wire client = proxy.serving(POLICY, endpoint, auth(on503, failing.endpoint()))
                    .connect()) {
                assertThat(client.get("/").read().text())
                        .as("nobody else to ask")
                        .isEqualTo("busy");
            }
        }
    }

    @Test
    void refusesWhenTheServiceTakesTooLong() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        UpstreamTimeouts quick = new UpstreamTimeouts(
                RunningProxy.UPSTREAM.connect(),
                Duration.ofMillis(50),
                RunningProxy.UPSTREAM.bodyGap(),
                RunningProxy.UPSTREAM.tunnelIdle(),
                RunningProxy.UPSTREAM.pooledIdle());
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    over.await();
                });
                Wire client = proxy.serving(POLICY, endpoint, auth(quick, RetryPolicy.DEFAULT, auth.endpoint()))
                        .connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(503);
            over.countDown();
        }
    }

    /// A long answer is not waited for.
    @Test
    void readsOnlySomeOfAnAllowingAnswer() throws IOException {
        String endless = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n" + "x".repeat(100_000);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answering(endless);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            assertThat(client.send(POST).read().status()).isEqualTo(200);
        }
    }

    @Test
    void forgetsClientsThatLeaveMeanwhile() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answeringEach(request -> {
                    asked.countDown();
                    gone.await();
                    return YES;
                })) {
            Wire client = proxy.serving(POLICY, endpoint, auth).connect();
            client.get("/");
            asked.await();
            client.reset();
            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 1);
            gone.countDown();

            try (Wire other = proxy.connect()) {
                assertThat(other.get("/").read().status()).isEqualTo(200);
            }
            assertThat(endpoint.requests()).hasSize(1);
        }
    }
}
