package io.sluice.controlplane.labels;

import java.util.List;

import io.sluice.dataplane.model.FieldEdits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.assertRefuses;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class FieldLabelsTest {

    @Test
    void setsAndRemovesFields() {
        var policy = clean(routed(
                        "request_header.X-Env", " production ",
                        "request_header.Cookie", "",
                        "response_header.X-Frame-Options", "DENY",
                        "response_header.Server", ""))
                .policy();

        assertThat(policy.requestFields())
                .isEqualTo(new FieldEdits(List.of(new FieldEdits.Line("X-Env", "production")), List.of("Cookie")));
        assertThat(policy.responseFields())
                .isEqualTo(new FieldEdits(List.of(new FieldEdits.Line("X-Frame-Options", "DENY")), List.of("Server")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "Upgrade",
                "TE",
                "Trailer",
                "Keep-Alive",
                "Proxy-Authorization",
                "Proxy-Status",
                "X-Forwarded-For",
                "X-FORWARDED-Anything",
                "Forwarded",
                "Via",
                "X-Real-IP",
                "X-Request-Id",
                "X-Upstream-Addr",
                "Sec-WebSocket-Key",
                "Expect"
            })
    void refusesTheServiceForFieldsOfTheProxy(String name) {
        assertRefuses("request_header." + name, "x", "reserved-header");
        assertRefuses("response_header." + name, "", "reserved-header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X A", "X:A", "é", "X(A)"})
    void refusesTheServiceForWhatIsNoField(String name) {
        LabelReading reading = routed("response_header." + name, "x");

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("invalid-header");
    }

    @Test
    void refusesTheServiceForABadValue() {
        assertRefuses("response_header.X-A", "é", "invalid-header-value");
        assertRefuses("response_header.X-A", "a\r\nX-Evil: 1", "control-character");
        assertRefuses("response_header.X-A", "a".repeat(4097), "invalid-header-value");
    }

    @Test
    void namesAreOneInAnyCase() {
        LabelReading reading = routed("response_header.X-A", "1", "response_header.x-a", "2");

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("duplicate-header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true|max-age=31536000",
                "365d|max-age=31536000",
                "31536000|max-age=31536000",
                "0|max-age=0",
                "180d,includeSubDomains|max-age=15552000; includeSubDomains",
                "2y, INCLUDESUBDOMAINS, preload|max-age=63072000; includeSubDomains; preload"
            })
    void readsStrictTransportSecurity(String value, String field) {
        assertThat(clean(routed("hsts", value)).policy().responseFields().set())
                .containsExactly(new FieldEdits.Line("Strict-Transport-Security", field));
    }

    @Test
    void strictTransportSecurityMayBeOff() {
        assertThat(clean(routed("hsts", "false")).policy().responseFields()).isEqualTo(FieldEdits.NONE);
    }

    @Test
    void refusesTheServiceForBadStrictTransportSecurity() {
        assertRefuses("hsts", "", "invalid-hsts");
        assertRefuses("hsts", "includeSubDomains", "invalid-hsts");
        assertRefuses("hsts", "1 year", "invalid-duration");
        assertRefuses("hsts", "365d,subdomains", "invalid-duration");
    }

    @Test
    void warnsOfPreloadThatNoListTakes() {
        LabelReading reading = routed("hsts", "30d,includeSubDomains,preload");

        assertThat(codes(reading)).isEqualTo("weak-preload");
        assertThat(accepted(reading).policy().responseFields().set()).hasSize(1);
    }

    @Test
    void strictTransportSecurityIsSaidOnce() {
        assertThat(codes(routed("hsts", "1y", "response_header.strict-transport-security", "max-age=1")))
                .isEqualTo("duplicate-header");
    }
}
