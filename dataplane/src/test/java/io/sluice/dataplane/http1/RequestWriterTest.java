package io.sluice.dataplane.http1;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.ForwardingRules;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RequestWriterTest {

    private static final String START = "GET /p?q HTTP/1.1\r\nHost: a.example\r\n";

    private static String forwarded(String request) {
        return Writes.request(Scans.request(request), Writes.forwarded(false));
    }

    @Test
    void writesExactBytes() {
        String head = forwarded("\r\nGET /p?q HTTP/1.1\r\nA: 1\r\nHOST:a.example\r\nb:  two \t\r\nC:\r\n\r\nbody");

        assertThat(head).isEqualTo(START + "A: 1\r\nb:  two \t\r\nC:\r\n" + Writes.FORWARDED + "\r\n");
    }

    @Test
    void stripsFieldsOfTheHop() {
        String head = forwarded(START
                + "Connection: keep-alive, x-a\r\nA: 1\r\nKeep-Alive: timeout=5\r\nProxy-Connection: x\r\nB: 2\r\n"
                + "TE: gzip\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\nX-A: nominated\r\nTrailer: X\r\n"
                + "Proxy-Authorization: x\r\nProxy-Authenticate: x\r\nX_Under: score\r\n\r\n");

        assertThat(head).isEqualTo(START + "A: 1\r\nB: 2\r\n" + Writes.FORWARDED + "\r\n");
    }

    @Test
    void replacesWhatUntrustedClientsSayOfThemselves() {
        String head = forwarded(START
                + "X-Forwarded-For: 1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: b\r\nX-Forwarded-Port: 1\r\n"
                + "X-Forwarded-Prefix: /x\r\nX-Real-IP: 1\r\nForwarded: for=1\r\nX-Request-Id: mine\r\n\r\n");

        assertThat(head).isEqualTo(START + Writes.FORWARDED + "\r\n");
    }

    @Test
    void appendsToWhatTrustedPeersSay() {
        RequestHead request = Scans.request(START
                + "X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-Proto: https\r\nX-FORWARDED-FOR: 2.2.2.2, 3.3.3.3\r\n"
                + "X-Forwarded-For:\r\nX-Forwarded-Prefix: /x\r\nForwarded: for=1\r\nX-Request-Id: mine\r\n\r\n");

        assertThat(Writes.request(request, Writes.forwarded(true)))
                .isEqualTo(START
                        + "X-Forwarded-Proto: https\r\nX-Forwarded-Prefix: /x\r\nForwarded: for=1\r\n"
                        + "x-forwarded-for: 1.1.1.1, 2.2.2.2, 3.3.3.3, 192.0.2.7\r\n"
                        + "x-real-ip: 192.0.2.7\r\nx-forwarded-port: 80\r\nx-forwarded-host: a.example\r\n"
                        + "x-request-id: " + Writes.REQUEST_ID + "\r\n\r\n");
    }

    @Test
    void writesHttp11WithHostOfAbsoluteForm() {
        String head = forwarded("GET HTTP://B.example:81?x HTTP/1.1\r\nHost: a.example\r\n\r\n");

        assertThat(head)
                .startsWith("GET /?x HTTP/1.1\r\nHost: B.example:81\r\n")
                .contains("x-forwarded-host: B.example:81\r\n")
                .doesNotContain("a.example");
    }

    @Test
    void writesHttp11ForHttp10() {
        String head = forwarded("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");

        assertThat(head)
                .startsWith("POST / HTTP/1.1\r\nHost: \r\nContent-Length: 3\r\nx-forwarded-for: ")
                .doesNotContain("x-forwarded-host", "xpect");
    }

    @Test
    void keepsExpectationAndLength() {
        assertThat(forwarded(START + "Content-Length: 0012\r\nExpect: 100-continue\r\n\r\n"))
                .isEqualTo(START + "Content-Length: 0012\r\nExpect: 100-continue\r\n" + Writes.FORWARDED + "\r\n");
    }

    @Test
    void framesChunkedItself() {
        assertThat(forwarded(START + "Transfer-Encoding:  CHUNKED\r\nTrailer: X\r\n\r\n"))
                .isEqualTo(START + "transfer-encoding: chunked\r\n" + Writes.FORWARDED + "\r\n");
    }

    @Test
    void asksForTrailersWhenTheClientDoes() {
        assertThat(forwarded(START + "TE: trailers, gzip\r\nTrailer: X\r\nTransfer-Encoding: chunked\r\n\r\n"))
                .isEqualTo(START + "Trailer: X\r\ntransfer-encoding: chunked\r\nconnection: te\r\nte: trailers\r\n"
                        + Writes.FORWARDED + "\r\n");
    }

    @Test
    void passesWebsocketUpgradeOnly() {
        assertThat(forwarded(START + "Connection: x, Upgrade\r\nUpgrade: WEBSOCKET\r\nSec-WebSocket-Key: k\r\n\r\n"))
                .isEqualTo(START + "Sec-WebSocket-Key: k\r\nconnection: upgrade\r\nupgrade: websocket\r\n"
                        + Writes.FORWARDED + "\r\n");
        assertThat(forwarded(
                        START + "Connection: upgrade, http2-settings\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n"))
                .isEqualTo(START + Writes.FORWARDED + "\r\n");
    }

    @Test
    void writesNormalizedTarget() {
        RequestHead request = Scans.request("GET /a/%2e%2e/%62/./c?d=/../%62 HTTP/1.1\r\nHost: a.example\r\n\r\n");
        PathNormalizer.normalize(request);

        assertThat(Writes.request(request, Writes.forwarded(false))).startsWith("GET /b/c?d=/../%62 HTTP/1.1\r\n");
    }

    @Test
    void writesWhatIsLeftOfTheTargetAndSaysWhatIsNot() {
        RequestHead request =
                Scans.request("GET /app/x?q HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-Prefix: /y\r\n\r\n");
        request.stripTarget(4);

        assertThat(Writes.request(request, Writes.forwarded(false)))
                .startsWith("GET /x?q HTTP/1.1\r\n")
                .contains("x-forwarded-prefix: /app\r\n")
                .doesNotContain("/y");
        assertThat(Writes.request(request, Writes.forwarded(true)))
                .contains("X-Forwarded-Prefix: /y\r\n", "x-forwarded-prefix: /app\r\n");
    }

    @Test
    void leavesOutTheZoneOfAnAddress() throws Exception {
        InetAddress zoned = java.net.Inet6Address.getByAddress(
                null, InetAddress.ofLiteral("fe80::1").getAddress(), 7);
        HeadWriter writer = new HeadWriter().begin();
        new ForwardedFields(
                        new ForwardingRules(List.of(), 16, ""),
                        "https",
                        new InetSocketAddress(zoned, 4711),
                        new InetSocketAddress(443))
                .appendTo(writer, Scans.request("GET / HTTP/1.0\r\n\r\n"), new byte[0]);

        assertThat(Writes.text(writer))
                .isEqualTo("x-forwarded-for: fe80:0:0:0:0:0:0:1\r\nx-real-ip: fe80:0:0:0:0:0:0:1\r\n"
                        + "x-forwarded-proto: https\r\nx-forwarded-port: 443\r\nx-request-id: \r\n");
    }
}
