package io.sluice.dataplane;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TransportChoice;
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
