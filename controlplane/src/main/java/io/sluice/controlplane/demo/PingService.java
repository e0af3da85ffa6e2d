package io.sluice.controlplane.demo;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// A task of `demo`: tells which task answered, and answers slowly, at length or badly when asked to.
final class PingService {

    private static final HeaderName REQUEST_ID = HeaderNames.create("x-request-id");
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final AtomicLong SESSIONS = new AtomicLong(System.currentTimeMillis() * 1_000_000);
    private static final int MAX_WAIT_MILLIS = 30_000;
    private static final int MAX_BYTES = 10 << 20;
    private final String instance;
    private final String version;

    PingService(String instance, String version) {
        this.instance = instance;
        this.version = version;
    }

    HttpRouting.Builder routing() {
        return HttpRouting.builder()
                .get(
                        "/",
                        (request, response) -> response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                                .send(index()))
                .get("/ping", this::onPing)
                .get("/load", this::onLoad);
    }

    private String index() {
        return """
                <!doctype html><meta charset="utf-8"><title>demo</title>
                <h1>%s</h1>
                <ul>
                  <li><a href="/ping">/ping</a>: which task answers
                  <li><a href="/load?ms=200">/load?ms=200</a>: after 200 ms
                  <li><a href="/load?bytes=100000">/load?bytes=100000</a>: that many bytes
                  <li><a href="/load?status=500">/load?status=500</a>: that status
                </ul>
                """.formatted(instance);
    }

    private void onPing(ServerRequest request, ServerResponse response) {
        boolean known = request.headers().cookies().contains("session");
        if (!known) {
            response.header(HeaderNames.SET_COOKIE, "session=" + SESSIONS.incrementAndGet() + "; Path=/; HttpOnly");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("instance", instance);
        answer.put("version", version);
        answer.put("metadata", "demo");
        answer.put("request_id", request.headers().first(REQUEST_ID).orElse(""));
        response.header(HeaderNames.CONTENT_TYPE, "application/json").send(json(answer));
    }

    /// `?ms=` waits, `?bytes=` sends that many, `?status=` answers so.
    private void onLoad(ServerRequest request, ServerResponse response) {
        try {
            Thread.sleep(number(request, "ms", 0, 0, MAX_WAIT_MILLIS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        byte[] body = new byte[number(request, "bytes", 2, 0, MAX_BYTES)];
        Arrays.fill(body, (byte) 'x');
        response.status(number(request, "status", 200, 200, 599))
                .header(HeaderNames.CONTENT_TYPE, "text/plain")
                .send(body);
    }

    private static int number(ServerRequest request, String name, int absent, int least, int most) {
        String text = request.query().first(name).orElse("");
        return text.matches("\\d{1,9}") ? Math.clamp(Integer.parseInt(text), least, most) : absent;
    }

    private static String json(Map<String, String> answer) {
        try {
            return MAPPER.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("answer cannot be written", e);
        }
    }
}
