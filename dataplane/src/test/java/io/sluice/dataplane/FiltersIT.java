package io.sluice.dataplane;

import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.Cors;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.PasswordVerifier;
import io.sluice.dataplane.model.RateLimit;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/// What routes check and change beside their action.
@OnEachTransport
class FiltersIT {

    private static final RoutePolicy NONE = RoutePolicy.NONE;

    private final TransportChoice transport;
    private RunningProxy proxy;

    FiltersIT(TransportChoice transport) {
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

    private Wire connect(RoutePolicy policy, ScriptedEndpoint endpoint) throws IOException {
        return connect(policy, PasswordVerifier.NONE, endpoint);
    }

    private Wire connect(RoutePolicy policy, PasswordVerifier verifier, ScriptedEndpoint endpoint) throws IOException {
        proxy = RunningProxy.start(transport, verifier);
        return proxy.serving(policy, endpoint).connect();
    }

    @Test
    void editsFieldsBothWays() throws IOException {
        RoutePolicy policy = Policies.edits(
                new FieldEdits(List.of(new FieldEdits.Line("X-Set", "new")), List.of("x-gone")),
                new FieldEdits(
                        List.of(new FieldEdits.Line("Strict-Transport-Security", "max-age=1")), List.of("Server")));
        String response = "HTTP/1.1 200 OK\r\nserver: x\r\nContent-Length: 2\r\nStrict-Transport-Security: a\r\n"
                + "X-Last: 1\r\n\r\nok";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(response);
                Wire client = connect(policy, endpoint)) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: app.test\r\nx-set: old\r\nX-Gone: 1\r\nX-Kept: 1\r\n"
                        + "Content-Length: 3\r\n\r\nabc");

                Wire.Message answer = client.read();

                assertThat(answer.head())
                        .startsWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Last: 1\r\n"
                                + "Strict-Transport-Security: max-age=1\r\n")
                        .doesNotContainIgnoringCase("server: x");
                assertThat(answer.text()).isEqualTo("ok");
                Wire.Message seen = endpoint.requests().get(i);
                assertThat(seen.head())
                        .contains("X-Kept: 1\r\n", "X-Set: new\r\n")
                        .doesNotContainIgnoringCase("old", "x-gone");
                assertThat(seen.text()).isEqualTo("abc");
            }
        }
    }

    /// Some applications read trailers as if they were fields of the head.
    @Test
    void removesFieldsFromTrailersToo() throws IOException {
        RoutePolicy policy = Policies.edits(
                new FieldEdits(List.of(), List.of("x-user")), new FieldEdits(List.of(), List.of("x-inner")));
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Inner: 1\r\nX-Sum: 2\r\n\r\n";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(response);
                Wire client = connect(policy, endpoint)) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nTE: trailers\r\nConnection: te\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\nX-User: root\r\nX-Other: 1\r\n\r\n");

            assertThat(client.read().trailers()).isEqualTo("X-Sum: 2\r\n");
            assertThat(endpoint.requests().getFirst().trailers()).isEqualTo("X-Other: 1\r\n");
        }
    }

    @Test
    void letsInWhoIsOnTheList() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(Policies.allowing(Cidr.parse("127.0.0.0/8")), endpoint)) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
        }
    }

    @Test
    void refusesWhoIsNotOnTheList() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(Policies.allowing(Cidr.parse("10.0.0.0/8"), Cidr.parse("::1")), endpoint)) {
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nX-Forwarded-For: 10.0.0.1\r\n\r\n");

            Wire.Message answer = client.read();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.field("proxy-status").orElseThrow()).contains("client_not_allowed");
            assertThat(endpoint.requests()).isEmpty();
            assertThat(proxy.failures("client_not_allowed")).isEqualTo(1);
            assertThat(client.get("/").read().status())
                    .as("the connection goes on")
                    .isEqualTo(403);
        }
    }

    /// A page of another origin could not read that it was refused, and browsers would say that the network failed.
    @Test
    void ownAnswersSayWhatEveryAnswerSays() throws IOException {
        RoutePolicy policy = new RoutePolicy(
                FieldEdits.NONE,
                new FieldEdits(
                        List.of(
                                new FieldEdits.Line("Strict-Transport-Security", "max-age=60"),
                                new FieldEdits.Line("X-Endpoint", "only")),
                        List.of()),
                List.of(),
                null,
                null,
                new RateLimit(0.01, 1),
                new Cors(List.of("https://a.example"), List.of(), List.of(), false, Duration.ofMinutes(1)),
                List.of(),
                RoutePolicy.UNLIMITED,
                "",
                null);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(policy, endpoint)) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nOrigin: https://a.example\r\n\r\n");
            Wire.Message refused = client.read();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("access-control-allow-origin")).contains("https://a.example");
            assertThat(refused.field("strict-transport-security")).contains("max-age=60");
            assertThat(refused.field("x-endpoint")).isEmpty();
        }
    }

    @Test
    void limitsTheRate() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(Policies.limited(new RateLimit(0.01, 3)), endpoint)) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(200);
            }

            Wire.Message refused = client.get("/").read();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.field("retry-after").orElseThrow()))
                    .isBetween(90, 100);
            assertThat(endpoint.requests()).hasSize(3);
            try (Wire other = proxy.connect()) {
                assertThat(other.get("/").read().status()).as("the same client").isEqualTo(429);
            }
        }
    }

    @Test
    void answersPreflightAndMarksResponses() throws IOException {
        Cors cors = new Cors(List.of("https://a.example"), List.of("PUT"), List.of("X-A"), true, Duration.ofHours(1));
        String response = "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 2\r\n\r\nok";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(response);
                Wire client = connect(Policies.cors(cors), endpoint)) {
            client.send("OPTIONS /x HTTP/1.1\r\nHost: app.test\r\nOrigin: https://a.example\r\n"
                    + "Access-Control-Request-Method: PUT\r\n\r\n");
            Wire.Message preflight = client.readWithoutBody();
            assertThat(preflight.status()).isEqualTo(204);
            assertThat(preflight.field("access-control-allow-origin")).contains("https://a.example");
            assertThat(preflight.field("content-length")).isEmpty();
            assertThat(endpoint.requests()).isEmpty();

            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nOrigin: https://a.example\r\n\r\n");
            assertThat(client.read().head())
                    .contains("access-control-allow-origin: https://a.example\r\n", "vary: Origin\r\n")
                    .doesNotContain("Access-Control-Allow-Origin: *");
        }
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)) + "\r\n";
    }

    private static RoutePolicy passwords() {
        return Policies.passwords(new BasicAuth("realm", Map.of("ann", "secret")));
    }

    /// Compares as if hashes were passwords, on another thread.
    private static boolean verify(String hash, byte[] password, Consumer<Boolean> answer) {
        Thread.ofVirtual().start(() -> answer.accept(hash.equals(new String(password, UTF_8))));
        return true;
    }

    @Test
    void asksForAPassword() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(passwords(), FiltersIT::verify, endpoint)) {
            Wire.Message challenge = client.get("/").read();
            assertThat(challenge.status()).isEqualTo(401);
            assertThat(challenge.field("www-authenticate")).contains("Basic realm=\"realm\", charset=\"UTF-8\"");

            client.send("GET / HTTP/1.1\r\nHost: app.test\r\n" + basic("ann:wrong") + "\r\n");
            assertThat(client.read().status()).isEqualTo(401);
            assertThat(endpoint.requests()).isEmpty();

            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 4\r\n" + basic("ann:secret")
                        + "\r\nbody");
                assertThat(client.read().status()).isEqualTo(200);
                assertThat(endpoint.requests().get(i).text()).isEqualTo("body");
                assertThat(endpoint.requests().get(i).head()).doesNotContainIgnoringCase("authorization");
            }
        }
    }

    @Test
    void refusesWhenTooManyPasswordsWait() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(passwords(), PasswordVerifier.NONE, endpoint)) {
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\n" + basic("ann:secret") + "\r\n");

            Wire.Message busy = client.read();

            assertThat(busy.status()).isEqualTo(503);
            assertThat(busy.field("retry-after")).isPresent();
            assertThat(busy.field("proxy-status").orElseThrow()).contains("verifier_busy");
        }
    }

    /// The answer comes too late: nothing goes wrong.
    @Test
    void forgetsClientsThatLeaveMeanwhile() throws IOException, InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        PasswordVerifier slow = (hash, password, answer) -> {
            Thread.ofVirtual().start(() -> {
                asked.countDown();
                try {
                    gone.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                answer.accept(true);
            });
            return true;
        };
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok()) {
            Wire client = connect(passwords(), slow, endpoint);
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\n" + basic("ann:secret") + "\r\n");
            asked.await();
            client.reset();
            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 1);
            gone.countDown();

            try (Wire other = proxy.connect()) {
                other.send("GET / HTTP/1.1\r\nHost: app.test\r\n" + basic("ann:secret") + "\r\n");
                assertThat(other.read().status()).isEqualTo(200);
            }
            assertThat(endpoint.requests()).hasSize(1);
        }
    }

    @Test
    void leavesRoutesWithoutFiltersAlone() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = connect(NONE, endpoint)) {
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\n" + basic("ann:secret") + "\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().head()).contains("Authorization: Basic ");
        }
    }
}
