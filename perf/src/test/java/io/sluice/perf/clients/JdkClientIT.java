package io.sluice.perf.clients;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The JDK's HttpClient.
class JdkClientIT {

    private static final int REQUESTS = 500;
    private static final int BODY_BYTES = 300_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ClientSite site;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        site = ClientSite.start("100ms");
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trusting(Path.of(site.file("root.pem"))))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        site.close();
    }

    private static SSLContext trusting(Path root) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(root)) {
            store.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static URI uri(String scheme, String path) {
        return URI.create(scheme + "://" + ClientSite.LOCAL + ":" + site.tlsPort() + path);
    }

    @Test
    void asksManyAtOnceOnFewConnections() throws Exception {
        assertThat(ask("/json").get().version()).isEqualTo(HttpClient.Version.HTTP_2);
        long before = site.count("tls_handshakes_total");
        List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            asked.add(ask(i % 2 == 0 ? "/json" : "/size/20000"));
            if (i % 50 == 49) {
                asked.getLast().get(); // the client does not wait for streams that are allowed
            }
        }

        for (CompletableFuture<HttpResponse<String>> response : asked) {
            assertThat(response.get().statusCode()).isEqualTo(200);
            assertThat(response.get().version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
        assertThat(before).isPositive();
        assertThat(site.count("tls_handshakes_total") - before).isLessThan(REQUESTS / 50);
    }

    private static CompletableFuture<HttpResponse<String>> ask(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(uri("https", path)).timeout(PATIENCE).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void sendsBodiesOfUnknownLength() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri("https", "/json"))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[BODY_BYTES])))
                .build();

        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"body_bytes\":" + BODY_BYTES);
    }

    @Test
    void opensAWebSocketOverTls() throws Exception {
        BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        WebSocket socket = client.newWebSocketBuilder()
                .header("Origin", "https://elsewhere.test")
                .buildAsync(uri("wss", "/socket"), new Messages(messages))
                .get(30, TimeUnit.SECONDS);

        assertThat(messages.poll(30, TimeUnit.SECONDS)).isEqualTo("origin https://elsewhere.test");
        socket.sendText("hello", true).get();
        assertThat(messages.poll(30, TimeUnit.SECONDS)).isEqualTo("hello");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
        assertThat(messages.poll(30, TimeUnit.SECONDS)).isEqualTo("closed 1000");
    }

    /// Whole messages, and the close.
    private record Messages(BlockingQueue<String> messages) implements WebSocket.Listener {

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            messages.add(data.toString());
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            messages.add("closed " + status);
            return null;
        }
    }
}
