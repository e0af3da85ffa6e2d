package io.sluice.dataplane;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Rarely used parts of RFC 9110 and 9112, each as an endpoint and a client see them.
@OnEachTransport
class CornersIT {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final TransportChoice transport;
    private RunningProxy proxy;

    CornersIT(TransportChoice transport) {
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

    /// R-H1-6: the authority of an absolute-form routes, and replaces the Host field (RFC 9112, 3.2.2).
    @Test
    void routesAbsoluteFormByItsAuthority() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET http://app.test:81/a?b HTTP/1.1\r\nHost: other.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            client.send("GET http://other.test/ HTTP/1.1\r\nHost: app.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(503);

            assertThat(endpoint.requests()).hasSize(1);
            assertThat(endpoint.requests().getFirst().head())
                    .startsWith("GET /a?b HTTP/1.1\r\nHost: app.test:81\r\n")
                    .doesNotContain("other.test");
        }
    }

    /// RFC 9110, 9.3.7: about the server, not about a path.
    @Test
    void forwardsServerWideOptions() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("OPTIONS * HTTP/1.1\r\nHost: app.test\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().startLine()).isEqualTo("OPTIONS * HTTP/1.1");
        }
    }

    /// R-H1-8: the host is compared in lower case, without port and last dot; the path as it is forwarded.
    @Test
    void routesByNormalizedHostAndPath() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET /a/%2e%2e/%62//c?d=/../ HTTP/1.1\r\nHost: APP.Test.:8080\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().head())
                    .startsWith("GET /b//c?d=/../ HTTP/1.1\r\nHost: APP.Test.:8080\r\n");
        }
    }

    /// RFC 9110, 14: ranges are between client and endpoint.
    @Test
    void leavesRangesAlone() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 206 Partial Content\r\n"
                                + "Content-Range: bytes 1-2/9\r\nAccept-Ranges: bytes\r\nETag: \"x\"\r\nContent-Length: 2\r\n\r\nbc");
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nRange: bytes=1-2,-3\r\nIf-Range: \"x\"\r\n\r\n");

            Wire.Message response = client.read();

            assertThat(response.head())
                    .startsWith("HTTP/1.1 206 Partial Content\r\n")
                    .contains("Content-Range: bytes 1-2/9\r\n", "Accept-Ranges: bytes\r\n", "ETag: \"x\"\r\n");
            assertThat(response.text()).isEqualTo("bc");
            assertThat(endpoint.requests().getFirst().head())
                    .contains("Range: bytes=1-2,-3\r\n", "If-Range: \"x\"\r\n");
        }
    }

    /// R-H1-11: the proxy never says 100 itself, and a client that does not wait for it loses nothing.
    @Test
    void relaysBodyOfClientThatDoesNotWait() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().text()).isEqualTo("abc");
        }
    }

    /// R-H1-11: HTTP/1.0 has no expectations.
    @Test
    void dropsExpectationOfOldClient() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.0\r\nHost: app.test\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().head()).doesNotContainIgnoringCase("expect");
        }
    }

    /// R-H1-5: trailers go to clients that ask, and no others.
    @Test
    void dropsTrailersThatNobodyAskedFor() throws IOException {
        try (ScriptedEndpoint endpoint =
                        ScriptedEndpoint.answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "2\r\nok\r\n0\r\nX-Sum: 1\r\nSet-Cookie: a=b\r\n\r\n");
                Wire client = proxy.serving(endpoint).connect()) {
            assertThat(client.get("/").read().trailers()).isEmpty();
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nTE: trailers\r\nConnection: te\r\n\r\n");

            assertThat(client.read().trailers()).isEqualTo("X-Sum: 1\r\n");
            assertThat(endpoint.requests().get(0).field("te")).isEmpty();
            assertThat(endpoint.requests().get(1).field("te")).contains("trailers");
        }
    }

    /// R-POOL-5: RFC 9112, 9.6: a client that ends its side still waits for its answer.
    @Test
    void answersClientThatHasEndedItsSide() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    ended.await();
                    return OK;
                });
                Wire client = proxy.serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 3\r\n\r\nabc")
                    .endOutput();
            ended.countDown();

            Wire.Message response = client.read();

            assertThat(response.text()).isEqualTo("ok");
            assertThat(client.readRest()).isEmpty();
        }
    }

    /// A request of which a part came is no request, wherever it ends.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: 3\r\n\r\nabc",
                "POST / HTTP/1.1\r\nHost: app.test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n\r\n"
            })
    void servesNoUnfinishedRequest(String request) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok()) {
            proxy.serving(endpoint);
            for (int length = 0; length < request.length(); length++) {
                try (Wire client = proxy.connect()) {
                    client.send(request.substring(0, length)).endOutput();

                    assertThat(client.readToEnd().text()).as("%d bytes", length).doesNotStartWith("HTTP/1.1 2");
                }
            }
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    /// R-RSP-1: an endpoint that ends its connection in whatever state cuts its own answer, and nobody takes that for a
    /// whole one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n",
                "HTTP/1.1 103 Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            })
    void cutsAnswerOfEndpointThatEnds(String answer) throws IOException {
        int bodyAt = answer.lastIndexOf("\r\n\r\n", answer.indexOf("hello")) + 4;
        int[] length = {0};
        boolean[] resets = {false};
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> {
            wire.read();
            wire.send(answer.substring(0, length[0]));
            if (resets[0]) {
                wire.reset();
            }
        })) {
            proxy.serving(endpoint);
            for (int i = 0; i < 2 * answer.length(); i++) {
                length[0] = i / 2;
                resets[0] = i % 2 == 1;
                assertCut(length[0] < bodyAt, resets[0]);
            }
            length[0] = answer.length();
            resets[0] = false;
            try (Wire client = proxy.connect()) {
                client.get("/");
                Wire.Message response = client.read();
                assertThat(response.status() < 200 ? client.read().text() : response.text())
                        .isEqualTo("hello");
            }
        }
    }

    /// @param inHead then an error page can still be sent
    /// @param byReset then the head may be lost with what follows it
    private void assertCut(boolean inHead, boolean byReset) throws IOException {
        try (Wire client = proxy.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n");
            Wire.End end = client.readToEnd();
            String text = end.text().replaceFirst("(?s)^HTTP/1.1 103.*?\r\n\r\n", "");
            boolean isRefused = text.startsWith("HTTP/1.1 502") && !end.isReset();
            boolean isCut = end.isReset() && !text.endsWith("\r\n0\r\n\r\n");
            assertThat(isRefused || (isCut && !inHead)).as(end.toString()).isTrue();
            assertThat(isRefused).as(end.toString()).isEqualTo(inHead || (byReset && isRefused));
        }
    }
}
