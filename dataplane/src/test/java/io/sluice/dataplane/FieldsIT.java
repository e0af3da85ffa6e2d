package io.sluice.dataplane;

import java.io.IOException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Which fields pass, which do not, and which are the proxy's own.
@OnEachTransport
class FieldsIT {

    private static final String START = "GET / HTTP/1.1\r\nHost: app.test\r\n";

    private final TransportChoice transport;
    private RunningProxy proxy;

    FieldsIT(TransportChoice transport) {
        this.transport = transport;
    }

    private RunningProxy start(String trusted, HeadOptions heads) {
        proxy = RunningProxy.start(transport, Limits.DEFAULT, DownstreamTimeouts.DEFAULT, false, trusted, heads);
        return proxy;
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// R-H1-12: in heads and in trailers.
    @Test
    void dropsNamesWithUnderscore() throws IOException {
        assertThat(underscored(HeadOptions.DEFAULT)).doesNotContainIgnoringCase("x_foo", "x_bar", "x_real_ip");
    }

    /// R-H1-12: when the operator allows them, all but those that would pass for fields of the proxy's.
    @Test
    void keepsNamesWithUnderscoreWhenAllowed() throws IOException {
        assertThat(underscored(new HeadOptions(true, false)))
                .contains("X_Foo: 1", "X_Bar: 2")
                .doesNotContainIgnoringCase("x_real_ip");
    }

    private String underscored(HeadOptions heads) throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start("", heads).serving(endpoint).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nX_Foo: 1\r\nX_Real_IP: 6.6.6.6\r\nTE: trailers\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\nX_Bar: 2\r\nX_REAL_IP: 6\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            Wire.Message seen = endpoint.requests().getFirst();
            return seen.head() + seen.trailers();
        }
    }

    /// R-XFF-1, R-XFF-2: a trusted peer speaks for its clients.
    @Test
    void believesTrustedPeer() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start("127.0.0.0/8", HeadOptions.DEFAULT)
                        .serving(endpoint)
                        .connect()) {
            client.send(START + "X-Forwarded-For: 6.6.6.6, 8.8.8.8, 127.0.0.9\r\nX-Request-Id: abc-1\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Client-Cert: c\r\n\r\n");

            Wire.Message response = client.read();

            Wire.Message seen = endpoint.requests().getFirst();
            assertThat(response.field("x-request-id")).contains("abc-1");
            assertThat(seen.field("x-request-id")).contains("abc-1");
            assertThat(seen.field("x-real-ip")).contains("8.8.8.8");
            assertThat(seen.field("x-forwarded-for")).contains("6.6.6.6, 8.8.8.8, 127.0.0.9, 127.0.0.1");
            assertThat(seen.field("x-forwarded-proto")).contains("https");
            assertThat(seen.field("x-forwarded-client-cert")).contains("c");
        }
    }

    /// R-XFF-1, R-XFF-2: by default nobody is trusted.
    @Test
    void believesNobodyElse() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start("10.0.0.0/8", HeadOptions.DEFAULT)
                        .serving(endpoint)
                        .connect()) {
            client.send(START + "X-Forwarded-For: 6.6.6.6\r\nX-Request-Id: abc-1\r\nX-Real-IP: 6.6.6.6\r\n"
                    + "X-Forwarded-Proto: https\r\nX-Forwarded-Client-Cert: c\r\nForwarded: for=6.6.6.6\r\n\r\n");

            assertThat(client.read().field("x-request-id").orElseThrow()).matches("[0-9a-f]{32}");
            assertThat(endpoint.requests().getFirst().head())
                    .contains(
                            "x-forwarded-for: 127.0.0.1\r\n", "x-real-ip: 127.0.0.1\r\n", "x-forwarded-proto: http\r\n")
                    .doesNotContainIgnoringCase("6.6.6.6", "abc-1", "client-cert");
        }
    }

    /// RFC 9110, 6.6.1: a response without Date is given one; one that has it keeps it.
    @Test
    void givesResponsesADate() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(
                        request -> request.startLine().contains("dated")
                                ? "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 0\r\n\r\n"
                                : "HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Wire client = start("", HeadOptions.DEFAULT).serving(endpoint).connect()) {
            assertThat(client.get("/dated").read().head())
                    .containsOnlyOnce("GMT")
                    .contains("1994");
            assertThat(client.get("/").read().field("date"))
                    .as("of an interim response")
                    .isEmpty();
            assertIsNow(client.read());
            assertIsNow(
                    client.send("GET / HTTP/1.1\r\nHost: nobody.test\r\n\r\n").read());
        }
    }

    private static void assertIsNow(Wire.Message response) {
        ZonedDateTime date =
                ZonedDateTime.parse(response.field("date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME);
        assertThat(date.toInstant()).isBetween(java.time.Instant.now().minusSeconds(300), java.time.Instant.now());
    }

    /// R-RSP-4: fields of which there is one are sent once, and none that belongs to the endpoint's hop.
    @Test
    void cleansResponses() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(
                        "HTTP/1.1 200 OK\r\nDate: a\r\nServer: b\r\n"
                                + "Date: evil\r\nServer: evil\r\nConnection: x-hop\r\nX-Hop: evil\r\nKeep-Alive: timeout=9\r\n"
                                + "Proxy-Authenticate: evil\r\nProxy-Connection: evil\r\nX-Kept: c\r\nContent-Length: 2\r\n\r\nok");
                Wire client = start("", HeadOptions.DEFAULT).serving(endpoint).connect()) {
            assertThat(client.get("/").read().head())
                    .contains("Date: a\r\n", "Server: b\r\n", "X-Kept: c\r\n")
                    .doesNotContainIgnoringCase("evil", "connection:", "keep-alive");
        }
    }

    /// R-FWD-1: fields of the client's hop end here.
    @Test
    void stripsFieldsOfTheHop() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = start("", HeadOptions.DEFAULT).serving(endpoint).connect()) {
            client.send(START + "Connection: keep-alive, x-hop\r\nX-Hop: evil\r\nKeep-Alive: evil\r\n"
                    + "Proxy-Connection: evil\r\nTE: evil\r\nUpgrade: evil\r\nHTTP2-Settings: evil\r\n"
                    + "Proxy-Authorization: evil\r\nTrailer: evil\r\nX-Kept: a\r\n\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().head())
                    .contains("X-Kept: a\r\n")
                    .doesNotContainIgnoringCase("evil", "connection:");
        }
    }

    /// RFC 9110, 7.6.3.
    @Test
    void addsItselfToViaWhenAsked() throws IOException {
        try (ScriptedEndpoint endpoint =
                        ScriptedEndpoint.answering("HTTP/1.0 200 OK\r\nVia: 1.1 app\r\nContent-Length: 2\r\n\r\nok");
                Wire client = start("", new HeadOptions(false, true))
                        .serving(endpoint)
                        .connect()) {
            client.send(START + "Via: 1.0 cache\r\n\r\n");

            assertThat(client.read().head()).contains("Via: 1.1 app\r\n", "via: 1.0 proxy\r\n");
            assertThat(endpoint.requests().getFirst().head()).contains("Via: 1.0 cache\r\n", "via: 1.1 proxy\r\n");
        }
    }
}
