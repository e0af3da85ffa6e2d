package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.http1.ResponseWriter.ConnectionLine;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseWriterTest {

    private static String written(String response, Framing framing, ConnectionLine connection) {
        return Writes.response(Scans.response(response), Writes.noInfo(), framing, connection);
    }

    @Test
    void writesExactBytes() {
        assertThat(written(
                        "HTTP/1.0 200 All Right\r\nA: 1\r\ncontent-LENGTH: 5\r\nb:  2 \r\n\r\nhello",
                        Framing.LENGTH,
                        ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 200 All Right\r\nA: 1\r\ncontent-LENGTH: 5\r\nb:  2 \r\n\r\n");
    }

    @Test
    void writesTheSpaceBehindAStatusWithoutReason() {
        assertThat(written("HTTP/1.1 200\r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 200 \r\n\r\n");
        assertThat(written("HTTP/1.1 200 \r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 200 \r\n\r\n");
    }

    @Test
    void stripsFieldsOfTheHop() {
        assertThat(written(
                        "HTTP/1.1 200 OK\r\nConnection: close, X-A\r\nA: 1\r\nKeep-Alive: timeout=5\r\nTE: x\r\n"
                                + "Proxy-Connection: x\r\nUpgrade: h2\r\nX-A: b\r\nProxy-Authenticate: x\r\n"
                                + "Proxy-Authorization: x\r\nProxy-Authentication-Info: x\r\nTrailer: X\r\n\r\n",
                        Framing.UNTIL_CLOSE,
                        ConnectionLine.CLOSE))
                .isEqualTo("HTTP/1.1 200 OK\r\nA: 1\r\nconnection: close\r\n\r\n");
    }

    @Test
    void framesChunkedItself() {
        assertThat(written(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\nTrailer: X\r\n\r\n",
                        Framing.CHUNKED,
                        ConnectionLine.KEEP_ALIVE))
                .isEqualTo("HTTP/1.1 200 OK\r\nTrailer: X\r\ntransfer-encoding: chunked\r\n"
                        + "connection: keep-alive\r\n\r\n");
    }

    /// RFC 9110, 8.6: 304 and answers to HEAD may tell a length, 204 and 1xx must not.
    @Test
    void keepsLengthWhereItMayStand() {
        assertThat(written("HTTP/1.1 304 Not\r\nContent-Length: 9\r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 304 Not\r\nContent-Length: 9\r\n\r\n");
        assertThat(written("HTTP/1.1 204 No\r\nContent-Length: 0\r\nA: b\r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 204 No\r\nA: b\r\n\r\n");
        assertThat(written("HTTP/1.1 103 H\r\nContent-Length: 0\r\nLink: b\r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 103 H\r\nLink: b\r\n\r\n");
        assertThat(written("HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 204 No\r\n\r\n");
    }

    @Test
    void switchesToWebsocket() {
        assertThat(written(
                        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: x\r\nContent-Length: 3\r\n\r\n",
                        Framing.NONE,
                        ConnectionLine.SWITCH))
                .isEqualTo("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n"
                        + "connection: upgrade\r\nupgrade: websocket\r\n\r\n");
    }

    @Test
    void tellsWhereTheResponseCameFrom() {
        InfoFields info = Writes.info(true, "p1", "sluice")
                .from(Octets.ascii("id"), Octets.ascii("x-upstream-addr: 10.0.0.1:80\r\n"), 1_234_567);

        assertThat(Writes.response(
                        Scans.response("HTTP/1.1 200 OK\r\nX-Request-Id: forged\r\nX-Proxy-Id: f\r\nA: b\r\n"
                                + "X-Server-Info: f\r\nX-Upstream-Addr: f\r\nX-Upstream-Response-Time: f\r\n\r\n"),
                        info,
                        Framing.NONE,
                        ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nx-request-id: id\r\nx-proxy-id: p1\r\nx-server-info: sluice\r\n"
                        + "x-upstream-addr: 10.0.0.1:80\r\nx-upstream-response-time: 1.235\r\n\r\n");
    }

    @Test
    void passesAnApplicationsOwnInfoFieldsWhenOursAreHidden() {
        assertThat(written("HTTP/1.1 200 OK\r\nX-Request-Id: app\r\n\r\n", Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 200 OK\r\nX-Request-Id: app\r\n\r\n");
    }

    @Test
    void namesNoEndpointInOwnResponses() {
        InfoFields info = Writes.info(true, "p1", "sluice")
                .from(Octets.ascii("1"), Octets.ascii("x-upstream-addr: a\r\n"), 1)
                .own(Octets.ascii("2"));

        assertThat(Writes.response(Scans.response("HTTP/1.1 200 OK\r\n\r\n"), info, Framing.NONE, ConnectionLine.NONE))
                .isEqualTo("HTTP/1.1 200 OK\r\nx-request-id: 2\r\nx-proxy-id: p1\r\nx-server-info: sluice\r\n\r\n");
    }
}
