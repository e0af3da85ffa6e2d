package io.sluice.perf.clients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.sluice.perf.wire.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// F28, R-OPS-1: the product is told to stop (SIGTERM) while clients of TLS have requests under way.
class StopIT {

    private static final Program NGHTTP = new Program("nghttp", "nghttp2-client");
    private static final Program CURL = new Program("curl", "curl");
    private static final String HELD = "/held";
    private static final String GRACE = "60s";

    private ClientSite site;

    @BeforeEach
    void start() throws IOException {
        site = ClientSite.start(GRACE);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private URI uri(String scheme, String path) {
        return URI.create(scheme + "://" + ClientSite.LOCAL + ":" + site.tlsPort() + path);
    }

    @Test
    void f28_whatIsUnderWayIsFinished() throws Exception {
        CompletableFuture<String> nghttp =
                running(NGHTTP, "-nv", uri("https", HELD).toString());
        CompletableFuture<String> curl = running(
                CURL,
                "-isS",
                "--http1.1",
                "--cacert",
                site.file("root.pem"),
                uri("https", HELD).toString());
        try (HttpClient client = TrustingClient.of(site)) {
            SocketMessages messages = new SocketMessages();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(uri("wss", "/socket"), messages)
                    .get(30, TimeUnit.SECONDS);
            assertThat(messages.next()).startsWith("origin");
            CompletableFuture<HttpResponse<String>> stream = client.sendAsync(
                    HttpRequest.newBuilder(uri("https", HELD)).build(), HttpResponse.BodyHandlers.ofString());
            await().atMost(60, TimeUnit.SECONDS).until(() -> site.web().held() == 3);

            site.product().terminate();
            await().atMost(60, TimeUnit.SECONDS).until(this::isLeaving);
            socket.sendText("still here", true).get();

            assertThat(messages.next()).isEqualTo("still here");
            site.web().release();
            assertThat(stream.get().statusCode()).isEqualTo(200);
            assertThat(stream.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(curl.get()).startsWith("HTTP/1.1 200").containsIgnoringCase("\nconnection: close");
            assertToldTwice(nghttp.get());
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
            assertThat(messages.next()).isEqualTo("closed 1000");
        }
        await().atMost(30, TimeUnit.SECONDS).until(() -> !site.product().isAlive());
        assertThat(site.product().said()).doesNotContain("were cut off");
    }

    /// Nobody is let in any more.
    private boolean isLeaving() {
        try (Wire ignored = Wire.connect(site.product().port())) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /// RFC 9113, 6.8: first that the connection ends, then behind which stream.
    private static void assertToldTwice(String said) {
        assertThat(said).contains(":status: 200");
        assertThat(said.split("recv GOAWAY frame", -1)).hasSizeGreaterThanOrEqualTo(3);
        assertThat(said).contains("last_stream_id=2147483647, error_code=NO_ERROR(0x00)");
        assertThat(said.substring(said.lastIndexOf("recv GOAWAY frame")))
                .contains("last_stream_id=13, error_code=NO_ERROR(0x00)");
    }

    /// Who does not leave within the grace period is cut: here, a WebSocket.
    @Test
    void f28_endsWithTheGracePeriod() throws Exception {
        site.close();
        site = ClientSite.start("1s");
        try (HttpClient client = TrustingClient.of(site)) {
            SocketMessages messages = new SocketMessages();
            client.newWebSocketBuilder()
                    .buildAsync(uri("wss", "/socket"), messages)
                    .get(30, TimeUnit.SECONDS);
            assertThat(messages.next()).startsWith("origin");

            site.product().terminate();

            assertThat(messages.next()).isEqualTo("closed 1006");
            await().atMost(30, TimeUnit.SECONDS).until(() -> !site.product().isAlive());
            assertThat(site.product().said()).contains("were cut off");
        }
    }

    private static CompletableFuture<String> running(Program program, String... arguments) {
        program.file();
        return CompletableFuture.supplyAsync(() -> {
            try {
                return program.run(List.of(arguments)).text();
            } catch (IOException e) {
                throw new IllegalStateException(program + " cannot run", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        });
    }
}
