package io.sluice.dataplane.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ErrorPagesTest {

    private final ErrorPages pages = new ErrorPages("proxy 1\r\n");

    @ParameterizedTest
    @EnumSource(value = Failure.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void rendersEveryFailure(Failure failure) {
        String lines = lines(pages, failure);
        LocalBody body = pages.body(failure, accepting(null), LocalBody.NONE);

        assertThat(lines)
                .contains("proxy-status: proxy-1--; error=" + failure.proxyError() + "; details=\"" + failure.label())
                .endsWith("\r\n")
                .doesNotContain("\r\n\r\n");
        assertThat(text(body.bytes())).contains(failure.label());
        assertThat(failure.status()).isBetween(400, 599);
        assertThat(lines.contains("retry-after: ")).isEqualTo(failure.status() == 503);
        assertThat(lines.contains("allow: ")).isEqualTo(failure.status() == 405);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, text/html",
                "'*/*', text/html",
                "application/json, application/json",
                "'Application/JSON, text/html', application/json",
                "'text/html, application/json', text/html",
                "'text/plain, application/json;q=0.5', application/json",
                "'', text/html",
            })
    void answersInTheFormThatIsAskedFor(String accept, String type) {
        LocalBody body = pages.body(Failure.NO_ROUTE, accepting(accept), LocalBody.NONE);

        assertThat(text(body.lines())).contains("content-type: " + type);
    }

    @Test
    void takesAnotherPageInPlaceOfItsHtmlOnly() {
        LocalBody page = LocalBody.html("<p>Zu \u2014 leider</p>");

        assertThat(pages.body(Failure.NO_ENDPOINT, accepting("text/html"), page))
                .isSameAs(page);
        assertThat(text(pages.body(Failure.NO_ENDPOINT, accepting("application/json"), page)
                        .bytes()))
                .contains("\"error\":\"no_endpoint\"");
    }

    @Test
    void namesItselfByAToken() {
        assertThat(lines(new ErrorPages("9;x"), Failure.INTERNAL)).contains("proxy-status: sluice-9-x; error=");
    }

    private static String lines(ErrorPages pages, Failure failure) {
        return text(pages.lines(failure));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static RequestHead accepting(String value) {
        RequestHead head = new RequestHead();
        head.clear();
        if (value != null) {
            byte[] line = Octets.ascii("accept:" + value + "\r\n");
            head.fields().reserve(line.length);
            System.arraycopy(line, 0, head.fields().bytes(), 0, line.length);
            head.fields().advance(line.length);
            head.fields().add(FieldId.ACCEPT, 0, 6, 7, line.length - 2, line.length);
        }
        return head;
    }
}
