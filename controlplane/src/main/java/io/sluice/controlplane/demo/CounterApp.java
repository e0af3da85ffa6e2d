package io.sluice.controlplane.demo;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;

/// A task of `app`: counts a hit per POST. Not routed by the proxy; only `web` calls it.
final class CounterApp {

    private final String instance;
    private final HitCounter counter;

    CounterApp(String instance, HitCounter counter) {
        this.instance = instance;
        this.counter = counter;
    }

    HttpRouting.Builder routing() {
        return HttpRouting.builder()
                .post("/hit", (request, response) -> answer(response, counter.hit()))
                .get("/hit", (request, response) -> answer(response, counter.total()));
    }

    private void answer(ServerResponse response, long total) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json")
                .send("{\"instance\":\"" + instance + "\",\"total\":" + total + "}");
    }
}
