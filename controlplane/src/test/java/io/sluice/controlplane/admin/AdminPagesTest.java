package io.sluice.controlplane.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AdminPagesTest {

    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"\n\\ \u2028\u202e,{a=\"b\"} \ud800";

    private final AdminPages pages = new AdminPages(FakeSources.of("web", new Readiness(true, "ready")));
    private final AdminPages hostile = new AdminPages(FakeSources.of(HOSTILE, new Readiness(false, "draining")));

    @ParameterizedTest
    @ValueSource(strings = {"routes", "services", "endpoints", "errors", "snapshots", "config", "status"})
    void apiAnswersJson(String document) throws IOException {
        assertThat(json(pages, "/api/v1/" + document, Map.of()).isObject()).isTrue();
        assertThat(json(hostile, "/api/v1/" + document, Map.of()).isObject()).isTrue();
    }

    @Test
    void routesTellHostClusterAndTraffic() throws IOException {
        JsonNode route = json(pages, "/api/v1/routes", Map.of()).path("routes").path(0);

        assertThat(route.path("host").asText()).isEqualTo("a.test");
        assertThat(route.path("cluster").asText()).isEqualTo("web");
        assertThat(route.path("requests").asLong()).isEqualTo(2);
        assertThat(route.path("responses").path("5xx").asLong()).isEqualTo(1);
    }

    @Test
    void endpointsTellStateAndTraffic() throws IOException {
        JsonNode endpoint =
                json(pages, "/api/v1/endpoints", Map.of()).path("endpoints").path(0);

        assertThat(endpoint.path("state").asText()).isEqualTo("active");
        assertThat(endpoint.path("in_flight").asInt()).isEqualTo(4);
        assertThat(endpoint.path("failures").asInt()).isEqualTo(1);
    }

    @Test
    void endpointsTellHealth() throws IOException {
        JsonNode endpoint =
                json(pages, "/api/v1/endpoints", Map.of()).path("endpoints").path(0);

        assertThat(endpoint.path("health").asText()).isEqualTo("unhealthy");
        assertThat(endpoint.path("health_since").asText()).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(endpoint.path("health_error").asText()).isEqualTo("status 500, not 200-399");
        assertThat(endpoint.path("health_failed_in_row").asInt()).isEqualTo(3);
        assertThat(endpoint.path("health_latency_us").asInt()).isEqualTo(7_000);
    }

    @Test
    void metricsTellHealth() {
        assertThat(text(pages, "/metrics", Map.of()))
                .contains("sluice_health_checks_total{result=\"passed\"} 10")
                .contains("sluice_health_checks_total{result=\"status\"} 3")
                .contains("sluice_health_checks_running 1")
                .contains("sluice_health_checks_lag_seconds 1.5")
                .contains("sluice_health_checked_endpoints{health=\"unhealthy\"} 1")
                .contains("sluice_cluster_unhealthy_endpoints{cluster=\"web\"} 0");
    }

    @Test
    void hostileNamesComeBackAsTheyWere() throws IOException {
        String name = json(hostile, "/api/v1/services", Map.of())
                .path("services")
                .path(0)
                .path("service")
                .asText();

        assertThat(name).startsWith("</script><img").contains("\u2028\u202e");
    }

    @Test
    void metricsEscapeHostileLabels() {
        String text = text(hostile, "/metrics", Map.of());

        assertThat(text).contains("sluice_requests_total 1").contains("sluice_failures_total{failure=\"NO_ROUTE\"} 2");
        assertThat(text).contains("onerror=alert(1)>\\\"\\n\\\\ ");
        assertThat(text.lines().filter(line -> !line.startsWith("#")))
                .allMatch(line -> line.matches("(?s)[a-z][a-z0-9_]*(\\{.*\\})? \\S+"));
    }

    @Test
    void metricsShowLatencyAsSecondsInCumulativeBuckets() {
        String text = text(pages, "/metrics", Map.of());

        assertThat(text)
                .contains("sluice_route_request_duration_seconds_bucket{route=\"web@a.test/\",le=\"5.0E-4\"} 0")
                .contains("sluice_route_request_duration_seconds_bucket{route=\"web@a.test/\",le=\"0.001\"} 1")
                .contains("sluice_route_request_duration_seconds_bucket{route=\"web@a.test/\",le=\"+Inf\"} 1")
                .contains("sluice_route_request_duration_seconds_count{route=\"web@a.test/\"} 1")
                .contains("sluice_downstream_open_connections 2");
    }

    @Test
    void latencyNamesPercentiles() throws IOException {
        JsonNode document = json(pages, "/latency", Map.of());

        assertThat(document.path("routes").path(0).path("p99.9").asLong()).isEqualTo(1_000);
        assertThat(document.path("clusters").path(0).path("count").asLong()).isEqualTo(1);
    }

    @Test
    void latencyOfAnUnknownRouteIsEmpty() throws IOException {
        JsonNode document = json(pages, "/latency", Map.of("route", List.of("other")));

        assertThat(document.path("routes")).isEmpty();
        assertThat(document.path("clusters")).isEmpty();
    }

    @Test
    void latencyFormatsAreThoseOfHdrHistogram() {
        assertThat(text(hostile, "/latency", Map.of("format", List.of("hgrm")))).contains("1/(1-Percentile)");
        assertThat(text(hostile, "/latency", Map.of("format", List.of("hlog"))))
                .contains("Histogram log format version");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "s", "1x", "soon", "5000d"})
    void wrongIntervalIsABadRequest(String interval) {
        AdminResponse response = pages.answer(new AdminRequest("/latency", Map.of("interval", List.of(interval))));

        assertThat(response.status()).isEqualTo(400);
    }

    @Test
    void explainTellsWhyNot() throws IOException {
        JsonNode document = json(
                pages,
                "/api/v1/explain",
                Map.of(
                        "url", List.of("http://b.test/x"),
                        "header", List.of("Host: c.test", "Accept: */*"),
                        "client", List.of("10.1.2.3")));

        assertThat(document.path("host").asText()).isEqualTo("c.test");
        assertThat(document.path("forwarded").asBoolean()).isFalse();
        assertThat(document.path("refusal").asText()).startsWith("503");
        assertThat(document.path("nearest").path(0).asText()).isEqualTo("a.test");
        assertThat(document.path("client").path("trusted_proxy").asBoolean()).isTrue();
        assertThat(document.path("headers_without_effect").path(0).asText()).isEqualTo("Accept");
    }

    @Test
    void explainTellsWhatBecomesOfARequest() throws IOException {
        JsonNode redirected = json(pages, "/api/v1/explain", Map.of("url", List.of("http://old.test/old/x?y")));
        JsonNode rewritten = json(pages, "/api/v1/explain", Map.of("url", List.of("http://b.test/app/x?y")));

        assertThat(redirected.path("redirect").asText()).isEqualTo("302 http://new.test/old/x?y");
        assertThat(redirected.path("forwarded").asBoolean()).isFalse();
        assertThat(redirected.path("refusal").asText()).isEmpty();
        assertThat(rewritten.path("endpoint_sees").asText()).isEqualTo("/x?y");
        assertThat(rewritten.path("forwarded").asBoolean()).isTrue();
    }

    @Test
    void explainWithoutUrlIsABadRequest() {
        assertThat(pages.answer(new AdminRequest("/api/v1/explain", Map.of())).status())
                .isEqualTo(400);
    }

    @Test
    void readinessSaysWhy() {
        assertThat(pages.answer(new AdminRequest("/readyz", Map.of())).status()).isEqualTo(200);
        AdminResponse draining = hostile.answer(new AdminRequest("/readyz", Map.of()));
        assertThat(draining.status()).isEqualTo(503);
        assertThat(new String(draining.body(), StandardCharsets.UTF_8)).contains("draining");
        assertThat(hostile.answer(new AdminRequest("/livez", Map.of())).status())
                .isEqualTo(200);
    }

    @Test
    void unknownPathListsTheValidOnes() throws IOException {
        AdminResponse response = pages.answer(new AdminRequest("/<nope>", Map.of()));

        assertThat(response.status()).isEqualTo(404);
        JsonNode document = new ObjectMapper().readTree(response.body());
        assertThat(document.path("paths").toString()).contains("/metrics", "/api/v1/routes");
        assertThat(response.contentType()).isEqualTo("application/json");
    }

    /// Whatever the API returns must reach the page as text.
    @Test
    void consoleWritesNoMarkup() {
        String script = text(pages, "/console.js", Map.of());

        assertThat(script).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
        assertThat(text(pages, "/", Map.of())).doesNotContain("http://", "https://", "onclick");
    }

    private static JsonNode json(AdminPages pages, String path, Map<String, List<String>> query) throws IOException {
        AdminResponse response = pages.answer(new AdminRequest(path, query));
        assertThat(response.status()).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private static String text(AdminPages pages, String path, Map<String, List<String>> query) {
        AdminResponse response = pages.answer(new AdminRequest(path, query));
        assertThat(response.status()).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
