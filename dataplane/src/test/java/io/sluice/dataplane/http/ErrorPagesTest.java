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
        ErrorPages.Page page = pages.page(failure, accepting(null));
        String head = new String(page.head(), StandardCharsets.ISO_8859_1);

        assertThat(head)
                .startsWith("HTTP/1.1 " + failure.status() + " ")
                .contains("\r\ncontent-length: " + page.body().length + "\r\n")
                .contains(
                        "\r\nproxy-status: proxy-1--; error=" + failure.proxyError() + "; details=\"" + failure.label())
                .endsWith("\r\n")
                .doesNotContain("\r\n\r\n");
        assertThat(new String(page.body(), StandardCharsets.UTF_8)).contains(failure.label());
        assertThat(failure.status()).isBetween(400, 599);
        assertThat(head.contains("retry-after: ")).isEqualTo(failure.status() == 503);
        assertThat(head.contains("allow: ")).isEqualTo(failure.status() == 405);
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
        ErrorPages.Page page = pages.page(Failure.NO_ROUTE, accepting(accept));

        assertThat(new String(page.head(), StandardCharsets.ISO_8859_1)).contains("content-type: " + type);
    }

    @Test
    void namesItselfByAToken() {
        String head = new String(
                new ErrorPages("9;x").page(Failure.INTERNAL, accepting(null)).head(), StandardCharsets.ISO_8859_1);

        assertThat(head).contains("proxy-status: sluice-9-x; error=");
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
