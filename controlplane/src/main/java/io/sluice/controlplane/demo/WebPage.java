package io.sluice.controlplane.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/// A task of `web`: the page with the hit counter, which a task of `app` counts.
final class WebPage {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PAGE = page();

    private final String instance;
    private final AppAddresses app;

    WebPage(String instance, AppAddresses app) {
        this.instance = instance;
        this.app = app;
    }

    HttpRouting.Builder routing() {
        return HttpRouting.builder().get("/", this::onPage).get("/hits", this::onHits);
    }

    private void onPage(ServerRequest request, ServerResponse response) {
        String hit = call("POST");
        response.header(HeaderNames.CONTENT_TYPE, "text/html; charset=utf-8")
                .send(PAGE.replace("{{instance}}", instance).replace("{{hit}}", hit));
    }

    private void onHits(ServerRequest request, ServerResponse response) {
        String hit = call("GET");
        response.header(HeaderNames.CONTENT_TYPE, "application/json")
                .send("{\"web\":\"" + instance + "\",\"app\":" + hit + "}");
    }

    /// The answer of `app`: JSON of numbers and our own names.
    private String call(String method) {
        InetSocketAddress address = app.next();
        URI uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/hit");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return Client.SHARED
                    .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException("app does not answer at " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while app was asked", e);
        }
    }

    private static String page() {
        try (InputStream in = WebPage.class.getResourceAsStream("counter.html")) {
            if (in == null) {
                throw new IllegalStateException("counter.html is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("counter.html", e);
        }
    }

    /// Loaded at the first request: the demo starts faster without it.
    private static final class Client {

        private static final HttpClient SHARED = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TIMEOUT)
                .build();
    }
}
