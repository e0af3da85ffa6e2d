package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.FieldLines;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.Trailers;
import io.sluice.dataplane.http.Underscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrailersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "Transfer-Encoding",
                "Host",
                "Trailer",
                "Authorization",
                "Cookie",
                "Set-Cookie",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "X-Forwarded-Host",
                "X-Forwarded-Port",
                "X-Forwarded-Prefix",
                "X-Real-IP",
                "Forwarded",
                "Connection",
                "Keep-Alive",
                "Upgrade",
                "TE",
                "Expect",
                "X-Request-Id",
                "Proxy-Authorization",
                "X-Proxy-Id",
                "X-Upstream-Addr"
            })
    void neverPasses(String name) {
        assertThat(passed("a: 1\r\n" + name + ": x\r\nb: 2\r\n")).isEqualTo("a: 1\r\nb: 2\r\n");
    }

    @Test
    void passesWhatBelongsToTheContent() {
        String lines = "grpc-status: 0\r\nGrpc-Message:  ok \r\nDigest: x\r\n";

        assertThat(passed(lines)).isEqualTo(lines);
    }

    /// R-H1-12: a name that is dropped in a head does not come in behind the body.
    @Test
    void dropsNamesWithUnderscoreInRequests() {
        Fields fields = fields("X_User: root\r\nX-User: me\r\nX_Real_IP: 6.6.6.6\r\n");
        HeadWriter dropped = new HeadWriter().begin();
        HeadWriter kept = new HeadWriter().begin();

        Trailers.appendRequest(dropped, fields, new Underscores(false));
        Trailers.appendRequest(kept, fields, new Underscores(true));

        assertThat(Writes.text(dropped)).isEqualTo("X-User: me\r\n");
        assertThat(Writes.text(kept)).isEqualTo("X_User: root\r\nX-User: me\r\n");
    }

    private static String passed(String lines) {
        HeadWriter writer = new HeadWriter().begin();
        Trailers.appendResponse(writer, fields(lines));
        return Writes.text(writer);
    }

    private static Fields fields(String lines) {
        byte[] bytes = Octets.ascii(lines);
        Fields fields = new Fields();
        fields.reserve(bytes.length);
        System.arraycopy(bytes, 0, fields.bytes(), 0, bytes.length);
        fields.advance(bytes.length);
        int start = 0;
        for (int end = Octets.indexOfLineFeed(bytes, 0, bytes.length);
                end >= 0;
                end = Octets.indexOfLineFeed(bytes, start, bytes.length)) {
            FieldLines.add(fields, start, end);
            start = end + 1;
        }
        return fields;
    }
}
