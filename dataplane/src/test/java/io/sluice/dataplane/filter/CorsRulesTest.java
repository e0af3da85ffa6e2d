package io.sluice.dataplane.filter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.model.Cors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CorsRulesTest {

    private static final String ALLOWED = "Origin: https://app.example.com";
    private static final CorsRules NAMED = new CorsRules(new Cors(
            List.of("https://other.example.com", "https://App.example.com"),
            List.of("PUT", "GET"),
            List.of("X-A", "X-B"),
            true,
            Duration.ofMinutes(10)));
    private static final CorsRules ANY =
            new CorsRules(new Cors(List.of("*"), List.of(), List.of(), false, Duration.ZERO));

    private static String preflight(CorsRules rules, String... lines) {
        RequestHead request = Messages.request("OPTIONS / HTTP/1.1", lines);
        return new String(rules.preflight(request), StandardCharsets.ISO_8859_1);
    }

    private static String response(CorsRules rules, String... requestLines) {
        ResponseHead response = Messages.response(
                200,
                "Access-Control-Allow-Origin: http://endpoint",
                "ACCESS-CONTROL-ALLOW-CREDENTIALS: true",
                "Access-Control-Expose-Headers: X-C",
                "Vary: Accept");
        rules.apply(Messages.get(requestLines), response.fields());
        return Messages.kept(response.fields());
    }

    @Test
    void knowsPreflightRequests() {
        String method = "Access-Control-Request-Method: PUT";

        assertThat(CorsRules.isPreflight(Messages.request("OPTIONS / HTTP/1.1", ALLOWED, method)))
                .isTrue();
        assertThat(CorsRules.isPreflight(Messages.request("OPTIONS / HTTP/1.1", ALLOWED)))
                .isFalse();
        assertThat(CorsRules.isPreflight(Messages.request("OPTIONS / HTTP/1.1", method)))
                .isFalse();
        assertThat(CorsRules.isPreflight(Messages.get(ALLOWED, method))).isFalse();
    }

    @Test
    void tellsAllowedOriginsWhatTheyMay() {
        assertThat(preflight(NAMED, ALLOWED))
                .isEqualTo("access-control-allow-origin: https://app.example.com\r\n"
                        + "access-control-allow-credentials: true\r\nvary: Origin\r\n"
                        + "access-control-allow-methods: GET, HEAD, POST, PUT\r\n"
                        + "access-control-allow-headers: X-A, X-B\r\naccess-control-max-age: 600\r\n");
        assertThat(preflight(ANY, "Origin: null"))
                .isEqualTo("access-control-allow-origin: *\r\naccess-control-allow-methods: GET, HEAD, POST\r\n"
                        + "access-control-max-age: 0\r\n");
    }

    @Test
    void tellsOtherOriginsNothing() {
        for (String origin : List.of(
                "https://app.example.com.evil.com", "http://app.example.com", "https://app.example.co", "null", "")) {
            assertThat(preflight(NAMED, "Origin: " + origin)).as(origin).isEqualTo("vary: Origin\r\n");
        }
    }

    @Test
    void replacesWhatTheEndpointSays() {
        assertThat(response(NAMED, ALLOWED))
                .isEqualTo("Access-Control-Expose-Headers: X-C\r\nVary: Accept\r\n"
                        + "access-control-allow-origin: https://app.example.com\r\n"
                        + "access-control-allow-credentials: true\r\nvary: Origin\r\n");
        assertThat(response(NAMED, "Origin: https://evil.com"))
                .isEqualTo("Access-Control-Expose-Headers: X-C\r\nVary: Accept\r\nvary: Origin\r\n");
        assertThat(response(NAMED)).contains("vary: Origin").doesNotContainIgnoringCase("allow-origin");
        assertThat(response(ANY)).endsWith("Vary: Accept\r\naccess-control-allow-origin: *\r\n");
    }
}
