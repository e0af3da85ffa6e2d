package io.sluice.controlplane.health;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ResponseStartTest {

    private final ResponseStart response = new ResponseStart();

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 200 OK,200", "HTTP/1.0 503 Service Unavailable,503", "HTTP/1.1 204,204", "HTTP/1.1 404 ,404"})
    void readsTheStatus(String line, int status) {
        accept(line + "\r\nContent-Length: 0\r\n\r\n");

        assertThat(response.isOver()).isTrue();
        assertThat(response.problem()).isEmpty();
        assertThat(response.status()).isEqualTo(status);
    }

    @Test
    void takesBareLineFeeds() {
        accept("HTTP/1.1 200 OK\nA: b\n\n");

        assertThat(response.isOver()).isTrue();
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void takesItByteByByte() {
        for (char c : "HTTP/1.1 200 OK\r\nA: b\r\n\r".toCharArray()) {
            accept(String.valueOf(c));
            assertThat(response.isOver()).isFalse();
        }

        accept("\n");

        assertThat(response.isOver()).isTrue();
        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void isNotOverBeforeTheEndOfTheHead() {
        accept("HTTP/1.1 200 OK\r\nA: b\r\n");

        assertThat(response.isOver()).isFalse();
        assertThat(response.hasBegun()).isTrue();
    }

    @Test
    void ignoresTheBody() {
        accept("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 500 No\r\n\r\n");

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void passesOverInterimResponses() {
        accept("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 500 No\r\n\r\n");

        assertThat(response.isOver()).isTrue();
        assertThat(response.status()).isEqualTo(500);
    }

    @Test
    void anUpgradeThatNobodyAskedForIsTheAnswer() {
        accept("HTTP/1.1 101 Switching Protocols\r\n\r\n");

        assertThat(response.isOver()).isTrue();
        assertThat(response.status()).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.6\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.2 200 OK\r\n\r\n",
                "HTTP/1.1 99 Low\r\n\r\n",
                "HTTP/1.1 600 High\r\n\r\n",
                "HTTP/1.1 2000\r\n\r\n",
                "HTTP/1.1200 OK\r\n\r\n",
                "http/1.1 200 OK\r\n\r\n",
                "<html>",
                "\r\nHTTP/1.1 200 OK\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nrubbish"
            })
    void refusesWhatIsNoResponse(String text) {
        accept(text);

        assertThat(response.isOver()).isTrue();
        assertThat(response.problem()).isPresent();
    }

    /// Without waiting for the end of a line that may never come.
    @Test
    void knowsRubbishByItsFirstByte() {
        accept("\u0015");

        assertThat(response.isOver()).isTrue();
    }

    @Test
    void whatItShowsOfRubbishIsShortAndPrints() {
        accept("\u001b[2J\u0000" + "x".repeat(10_000) + "\n");

        assertThat(response.problem().orElseThrow())
                .startsWith("no HTTP/1.x response but '\\u001b[2J\\u0000xxx")
                .hasSizeLessThan(100);
    }

    @Test
    void refusesAnEndlessFieldLine() {
        assertEndlessIsRefused("HTTP/1.1 200 OK\r\nA: ", "b");
    }

    @Test
    void refusesEndlessFields() {
        assertEndlessIsRefused("HTTP/1.1 200 OK\r\n", "A: b\r\n");
    }

    @Test
    void refusesAnEndlessReason() {
        assertEndlessIsRefused("HTTP/1.1 200 ", "OK");
    }

    @Test
    void refusesEndlessInterimResponses() {
        assertEndlessIsRefused("", "HTTP/1.1 100 Continue\r\n\r\n");
    }

    private void assertEndlessIsRefused(String start, String repeated) {
        accept(start);
        int given = start.length();

        while (!response.isOver() && given < 2 * ResponseStart.MAX_BYTES) {
            accept(repeated);
            given += repeated.length();
        }

        assertThat(given).isBetween(ResponseStart.MAX_BYTES, ResponseStart.MAX_BYTES + repeated.length());
        assertThat(response.problem().orElseThrow()).contains("64 KiB");
    }

    private void accept(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        response.accept(bytes, bytes.length);
    }
}
