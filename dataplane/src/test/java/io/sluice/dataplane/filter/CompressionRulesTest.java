package io.sluice.dataplane.filter;

import java.util.List;

import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.model.ContentCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CompressionRulesTest {

    private static final String VARY = "vary: Accept-Encoding\r\n";
    private static final String JSON = "Content-Type: application/json";

    private final CompressionRules rules = new CompressionRules(List.of(ContentCoding.GZIP));
    private final AcceptEncoding accept = new AcceptEncoding();
    private final RequestHead request = Messages.get("Accept-Encoding: gzip, br, zstd");

    private ContentCoding choose(ResponseHead response) {
        return rules.choose(request, response, accept);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "TEXT/html; charset=utf-8",
                "application/json;charset=utf-8",
                "application/javascript",
                "image/svg+xml ; x",
                "application/wasm",
                "application/problem+json"
            })
    void compressesTypesThatShrink(String type) {
        ResponseHead response = Messages.response(200, "Content-Type: " + type, "Content-Length: 860");

        assertThat(choose(response)).isEqualTo(ContentCoding.GZIP);
        assertThat(Messages.added(response.fields())).isEqualTo(VARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: image/png",
                "Content-Type: text",
                "Content-Type: text/",
                "Content-Type:",
                "X-A: b",
                JSON + "\r\nContent-Length: 859",
                JSON + "\r\nContent-Encoding: br",
                JSON + "\r\nContent-Range: bytes 0-1/9",
                JSON + "\r\nCache-Control: max-age=1,No-Transform",
                JSON + "\r\nCache-Control: a\r\nCache-Control: no-transform",
                JSON + "\r\nContent-Digest: x",
                JSON + "\r\nRepr-Digest: x"
            })
    void leavesOthersAlone(String lines) {
        ResponseHead response = Messages.response(200, lines);

        assertThat(choose(response)).isNull();
        assertThat(Messages.added(response.fields())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 301, 304})
    void leavesStatusesWithoutAWholeBodyAlone(int status) {
        assertThat(choose(Messages.response(status, JSON))).isNull();
    }

    @Test
    void compressesErrorsToo() {
        assertThat(choose(Messages.response(404, JSON))).isEqualTo(ContentCoding.GZIP);
    }

    @Test
    void leavesAnswersToHeadAlone() {
        RequestHead head = Messages.request("HEAD / HTTP/1.1", "Accept-Encoding: gzip");

        assertThat(rules.choose(head, Messages.response(200, JSON), accept)).isNull();
    }

    /// A cache on the way must not give one client what another asked for.
    @Test
    void saysThatOthersWouldGetItCompressed() {
        ResponseHead response = Messages.response(200, JSON);
        assertThat(rules.choose(Messages.get(), response, accept)).isNull();
        assertThat(Messages.added(response.fields())).isEqualTo(VARY);

        ResponseHead old = Messages.response(200, JSON);
        RequestHead http10 = Messages.request("GET / HTTP/1.0", "Accept-Encoding: gzip");
        assertThat(rules.choose(http10, old, accept)).isNull();
        assertThat(Messages.added(old.fields())).isEqualTo(VARY);
    }

    @Test
    void announcesWhatTheBodyIsNow() {
        ResponseHead response = Messages.response(
                200, JSON, "Content-Length: 1000", "ETag: \"abc\"", "Accept-Ranges: bytes", "Vary: Cookie");

        rules.announce(ContentCoding.GZIP, response);

        assertThat(Messages.kept(response.fields()))
                .isEqualTo(JSON + "\r\nVary: Cookie\r\netag: W/\"abc\"\r\ncontent-encoding: gzip\r\n");
        assertThat(response.contentLength()).isEqualTo(ResponseHead.UNKNOWN_LENGTH);
    }

    @Test
    void keepsWeakValidators() {
        ResponseHead response = Messages.response(200, JSON, "ETag: W/\"abc\"");

        rules.announce(ContentCoding.GZIP, response);

        assertThat(Messages.kept(response.fields()))
                .contains("ETag: W/\"abc\"\r\n")
                .doesNotContain("etag: W/");
    }
}
