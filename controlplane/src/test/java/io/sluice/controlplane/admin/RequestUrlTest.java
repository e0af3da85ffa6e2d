package io.sluice.controlplane.admin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RequestUrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://a.test:8080/b?c=d#e, a.test:8080, /b?c=d",
        "HTTPS://a.test, a.test, /",
        "a.test/x, a.test, /x",
        "a.test?q=/x, a.test, /?q=/x",
        "ws://[::1]:80/total, [::1]:80, /total",
        "http://user:secret@a.test/, a.test, /",
    })
    void splitsAsAClientWould(String url, String authority, String target) {
        assertThat(RequestUrl.parse(url)).isEqualTo(new RequestUrl(authority, target));
    }

    @Test
    void refusesOtherSchemes() {
        assertThatThrownBy(() -> RequestUrl.parse("ftp://a.test/"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'ftp'");
    }

    @Test
    void refusesAMissingHost() {
        assertThatThrownBy(() -> RequestUrl.parse("http:///x")).hasMessageContaining("no host");
    }
}
