package io.sluice.dataplane.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OwnAnswersTest {

    private final OwnAnswers answers = new OwnAnswers(new ErrorPages("p"));

    @Test
    void writesWhatItIsGiven() {
        LocalAnswer answer = answers.begin(403)
                .lines(Octets.ascii("a: b\r\n"))
                .field("C", "d\te \u00e9")
                .body(LocalBody.html("<p>\u2014"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(head(answer))
                .isEqualTo("HTTP/1.1 403 Forbidden\r\na: b\r\nC: d\te \u00e9\r\n"
                        + "content-type: text/html; charset=utf-8\r\ncontent-length: 6\r\n");
        assertThat(body(answer)).isEqualTo("<p>\u2014");
    }

    @Test
    void forgetsTheAnswerBefore() {
        answers.begin(200).field("a", "b").body(LocalBody.json("{}"));

        assertThat(head(answers.begin(429))).isEqualTo("HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n");
        assertThat(body(answers.begin(429))).isEmpty();
    }

    /// RFC 9110, 8.6: these have no Content-Length of their own.
    @ParameterizedTest
    @CsvSource({"204, No Content", "304, Not Modified"})
    void saysNoLengthWhereThereIsNoContent(int status, String reason) {
        assertThat(head(answers.begin(status))).isEqualTo("HTTP/1.1 " + status + " " + reason + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\r\ny: z", "x\n", "\r", "\u0000", "\u007f"})
    void refusesValuesThatWouldBeMoreThanOneLine(String value) {
        LocalAnswer answer = answers.begin(200);

        assertThatThrownBy(() -> answer.field("a", value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(head(answer)).doesNotContain("a:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\n"})
    void refusesNamesThatAreNoTokens(String name) {
        LocalAnswer answer = answers.begin(200);

        assertThatThrownBy(() -> answer.field(name, "v")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void leadsToTlsOnlyWhereTheRequestNamesItsHost() {
        LocalAnswer answer = answers.redirectToHttps(Octets.ascii(":8443"), request("/x"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(head(answer)).doesNotContain("location");
    }

    @ParameterizedTest
    @CsvSource({
        "/x?y=1, https://b.example/x?y=1",
        "/, https://b.example/",
        "//evil.example/, https://b.example//evil.example/",
        "/%0d%0aset-cookie:a, https://b.example/%0d%0aset-cookie:a",
        "/a/../%62?/../%63, https://b.example/b?/../%63",
        "*, https://b.example/",
    })
    void redirectsToTheSameTargetBelowTheBase(String target, String location) {
        RequestHead request = request(target);
        PathNormalizer.normalize(request);

        LocalAnswer answer = answers.redirect(307, Octets.ascii("https://b.example"), request);

        assertThat(head(answer))
                .startsWith("HTTP/1.1 307 Temporary Redirect\r\nlocation: " + location + "\r\ncontent-type: ");
    }

    @ParameterizedTest
    @CsvSource({
        "/app, /app/",
        "/app?a=/b?c, /app/?a=/b?c",
        "/app?, /app/?",
        "//evil.example, /.//evil.example/",
    })
    void redirectsToTheSamePathWithASlash(String target, String location) {
        assertThat(head(answers.redirectToSlash(request(target)))).contains("\r\nlocation: " + location + "\r\n");
    }

    /// RFC 9110, 15.4.2: a client may make a GET of a POST that is answered 301.
    @ParameterizedTest
    @CsvSource({"GET, 301", "HEAD, 301", "POST, 308", "OPTIONS, 308", "OTHER, 308"})
    void keepsTheMethodWhenItAddsASlash(RequestHead.Method method, int status) {
        RequestHead request = request("/app");
        request.method(method, 0, 0);

        assertThat(answers.redirectToSlash(request).status()).isEqualTo(status);
    }

    private static RequestHead request(String target) {
        RequestHead head = new RequestHead();
        head.clear();
        byte[] bytes = Octets.ascii(target);
        head.fields().reserve(bytes.length);
        System.arraycopy(bytes, 0, head.fields().bytes(), 0, bytes.length);
        head.fields().advance(bytes.length);
        head.method(RequestHead.Method.GET, 0, 0);
        head.target(0, bytes.length);
        return head;
    }

    private static String head(LocalAnswer answer) {
        HeadWriter writer = new HeadWriter().begin();
        answer.appendHead(writer);
        return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
    }

    private static String body(LocalAnswer answer) {
        HeadWriter writer = new HeadWriter().begin();
        answer.appendBody(writer);
        return new String(writer.bytes(), 0, writer.length(), StandardCharsets.UTF_8);
    }
}
