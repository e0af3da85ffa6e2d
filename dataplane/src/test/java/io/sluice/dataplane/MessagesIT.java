package io.sluice.dataplane;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Requests and responses of every framing, byte for byte.
@OnEachTransport
class MessagesIT {

    private final TransportChoice transport;
    private RunningProxy proxy;

    MessagesIT(TransportChoice transport) {
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
    void forwardsRequestWithItsFieldsAndOurs() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET /a/b?c=d HTTP/1.1\r\nHost: App.Test:81\r\nAccept: x\r\nConnection: x-hop\r\nX-Hop: 1\r\n"
                    + "X-Forwarded-For: 6.6.6.6\r\n\r\n");

            Wire.Message response = client.read();

            assertThat(response.startLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(response.text()).isEqualTo("ok");
            String id = response.field("x-request-id").orElseThrow();
            assertThat(endpoint.requests().getFirst().head())
                    .startsWith("GET /a/b?c=d HTTP/1.1\r\nHost: App.Test:81\r\nAccept: x\r\n")
                    .contains("x-forwarded-for: 127.0.0.1\r\n", "x-request-id: " + id + "\r\n")
                    .doesNotContainIgnoringCase("x-hop", "6.6.6.6", "connection:");
        }
    }

    @Test
    void relaysBodiesOfKnownLength() throws IOException {
        byte[] body = random(300_000);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(MessagesIT::echo);
                Wire client = proxy.serving(endpoint).connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 300000\r\n\r\n")
                        .send(body);

                assertThat(client.read().body()).isEqualTo(body);
            }
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    private static String echo(Wire.Message request) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n" + request.text();
    }

    @Test
    void relaysChunkedBodiesAndTrailersBothWays() throws IOException {
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
                + "5;ext=1\r\nhello\r\n6\r\n world\r\n0\r\nX-Sum: 7\r\nContent-Length: 3\r\n\r\n";
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(response);
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nTE: trailers\r\nConnection: te\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Up: 1\r\nHost: evil\r\n\r\n");

            Wire.Message answer = client.read();

            assertThat(answer.text()).isEqualTo("hello world");
            assertThat(answer.trailers()).isEqualTo("X-Sum: 7\r\n");
            Wire.Message seen = endpoint.requests().getFirst();
            assertThat(seen.text()).isEqualTo("abc");
            assertThat(seen.trailers()).isEqualTo("X-Up: 1\r\n");
        }
    }

    /// R-H1-10: one after another, whatever comes early.
    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        int count = 1000;
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(
                        request -> ok(request.startLine().split(" ")[1]));
                Wire client = proxy.serving(endpoint).connect()) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < count; i++) {
                requests.append("GET /").append(i).append(" HTTP/1.1\r\nHost: app.test\r\n\r\n");
            }
            client.send(requests.toString());

            for (int i = 0; i < count; i++) {
                assertThat(client.read().text()).isEqualTo("/" + i);
            }
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    private static String ok(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /// RFC 9112, 9.6: the end of the client's side is not the end of its interest.
    @Test
    void answersAllPipelinedRequestsOfClientThatEndedItsSide() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.get("/1").get("/2").get("/3").endOutput();

            assertThat(client.read().field("connection")).isEmpty();
            assertThat(client.read().field("connection")).isEmpty();
            assertThat(client.read().field("connection")).contains("close");
            assertThat(client.readRest()).isEmpty();
        }
    }

    /// R-RSP-3: these have no body, whatever their fields say.
    @Test
    void neverSendsBodyForHead204And304() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(
                        request -> switch (request.startLine().split(" ")[1]) {
                            case "/head" -> "HTTP/1.1 200 OK\r\nContent-Length: 12345\r\n\r\n";
                            case "/chunked" -> "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
                            case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                            case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n";
                            default -> "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                        });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("HEAD /head HTTP/1.1\r\nHost: app.test\r\n\r\n");
            assertThat(client.readWithoutBody().field("content-length")).contains("12345");
            client.send("HEAD /chunked HTTP/1.1\r\nHost: app.test\r\n\r\n");
            assertThat(client.readWithoutBody().field("transfer-encoding")).isEmpty();
            client.get("/204");
            assertThat(client.readWithoutBody().head()).startsWith("HTTP/1.1 204 No Content\r\n");
            client.get("/304");
            assertThat(client.readWithoutBody().field("content-length")).contains("99");
            client.get("/empty");
            assertThat(client.readWithoutBody().status()).isEqualTo(200);
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    @Test
    void closesBehindResponseToOldClient() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n");
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET / HTTP/1.0\r\nHost: app.test\r\n\r\n");

            String head = client.readHead();

            assertThat(head).startsWith("HTTP/1.1 200 OK\r\n").doesNotContainIgnoringCase("transfer-encoding");
            assertThat(client.readRest()).isEqualTo("hi");
            assertThat(endpoint.requests().getFirst().startLine()).isEqualTo("GET / HTTP/1.1");
        }
    }

    @Test
    void keepsConnectionOfOldClientThatAsks() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            for (int i = 0; i < 2; i++) {
                client.send("GET / HTTP/1.0\r\nHost: app.test\r\nConnection: keep-alive\r\n\r\n");
                assertThat(client.read().field("connection")).contains("keep-alive");
            }
        }
    }

    @Test
    void relaysResponseThatEndsWithItsConnection() throws IOException {
        byte[] body = random(500_000);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.read();
                    wire.send("HTTP/1.1 200 OK\r\n\r\n").send(body);
                });
                Wire client = proxy.serving(endpoint).connect()) {
            for (int i = 0; i < 2; i++) {
                client.get("/");
                Wire.Message response = client.read();
                assertThat(response.field("transfer-encoding")).contains("chunked");
                assertThat(response.body()).isEqualTo(body);
            }
            assertThat(endpoint.connections()).isEqualTo(2);
        }
    }

    /// R-H1-11, R-RSP-2: 100 is for the endpoint to say, 103 passes.
    @Test
    void passesExpectationAndInterimResponsesOn() throws IOException {
        CountDownLatch continued = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    String head = wire.readHead();
                    assertThat(head).containsIgnoringCase("expect: 100-continue\r\n");
                    wire.send("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
                    continued.await();
                    wire.send("HTTP/1.1 100 Continue\r\n\r\n");
                    wire.readBytes(5);
                    wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");

            assertThat(client.readHead()).startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n");
            continued.countDown();
            assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue\r\n");
            client.send("hello");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    /// R-RSP-2: 100 is for clients that asked, and HTTP/1.0 has no interim responses at all.
    @Test
    void dropsInterimResponsesThatNobodyAskedFor() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n"
                                + "Content-Length: 0\r\n\r\n");
                Wire client = proxy.serving(endpoint).connect()) {
            client.get("/");
            assertThat(client.read().status()).isEqualTo(102);
            assertThat(client.read().status()).isEqualTo(200);

            client.send("GET / HTTP/1.0\r\nHost: app.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    /// R-POOL-2: the answer goes out at once, the upload is read no further.
    @Test
    void relaysEarlyAnswerToUnfinishedUpload() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
                    wire.readToEnd();
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 1000000\r\n\r\nabc");

            Wire.Message response = client.read();

            assertThat(response.status()).isEqualTo(413);
            assertThat(response.text()).isEqualTo("big");
            assertThat(response.field("connection")).contains("close");
            assertThat(client.readRest()).isEmpty();
        }
    }

    /// The reset of the endpoint's connection must not overtake the answer that lies before it.
    @Test
    void relaysEarlyAnswerOfEndpointThatClosesUnderTheUpload() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
                    wire.endOutput();
                    wire.skip(100_000);
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 50000000\r\n\r\n")
                    .send(new byte[120_000]);

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    /// R-POOL-5: nobody works for a client that has left.
    @Test
    void cancelsExchangeOfClientThatIsGone() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
                    wire.readHead();
                    wire.readToEnd();
                    cancelled.countDown();
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.get("/slow");
            await().until(() -> proxy.inFlight() == 1);

            client.reset();

            cancelled.await();
            proxy.awaitCount(Counter.CLIENT_ABORTS, 1);
        }
    }

    @Test
    void answersOwnFailuresAsPageOrJson() throws IOException {
        try (Wire client = proxy.serving().connect()) {
            client.send("GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n");
            Wire.Message page = client.read();
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.field("content-type")).contains("text/html; charset=utf-8");
            assertThat(page.field("proxy-status").orElseThrow()).contains("destination_not_found");

            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nAccept: application/json\r\n\r\n");
            Wire.Message json = client.read();
            assertThat(json.status()).isEqualTo(503);
            assertThat(json.field("retry-after")).isPresent();
            assertThat(json.text()).startsWith("{\"status\":503,\"error\":\"no_endpoint\"");
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
    }
}
