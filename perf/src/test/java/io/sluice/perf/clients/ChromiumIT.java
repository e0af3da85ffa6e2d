package io.sluice.perf.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// A browser. The page itself posts what the test wants to know, so that nothing has to look into the browser.
class ChromiumIT {

    private static final Program CHROMIUM = new Program("chromium", "chromium");
    private static final long PATIENCE_SECONDS = 90;
    private static final long END_SECONDS = 10;

    private ClientSite site;
    private Path profile;

    @BeforeEach
    void start() throws IOException {
        CHROMIUM.file();
        profile = Files.createTempDirectory("sluice-chromium-");
        site = ClientSite.start("100ms");
    }

    @AfterEach
    void stop() throws IOException {
        if (site != null) {
            site.close();
        }
        if (profile != null) {
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Test
    void showsAPageWithAWebSocketOverHttp2() throws Exception {
        WebTask.REPORTS.clear();
        Process browser = open("https://" + ClientSite.PAGE + ":" + site.tlsPort() + "/page");
        String report;
        try {
            report = WebTask.REPORTS.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } finally {
            end(browser);
        }

        assertThat(report).as(() -> text(profile.resolve("said"))).isNotNull();
        JsonNode seen = new ObjectMapper().readTree(report);
        assertThat(seen.path("page")).as(report).hasToString("[\"h2\"]");
        assertThat(seen.path("resources").toString())
                .as(report)
                .contains("\"h2\"")
                .doesNotContain("http/1.1");
        assertThat(seen.path("origin").asText()).isEqualTo("origin https://" + ClientSite.PAGE + ":" + site.tlsPort());
        assertThat(seen.path("small").asText()).isEqualTo("hello");
        assertThat(seen.path("large").asBoolean()).isTrue();
        assertThat(seen.path("code").asInt()).isEqualTo(1000);
        // RFC 8441: had the WebSocket taken a connection of its own, that would be one of HTTP/1.1
        assertThat(site.count("http2_connections_total")).isPositive().isEqualTo(site.count("tls_handshakes_total"));
    }

    private Process open(String url) throws Exception {
        return new ProcessBuilder(List.of(
                        CHROMIUM.file().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0", // without it, a page that is shown ends the browser
                        "--user-data-dir=" + profile.resolve("data"),
                        "--host-resolver-rules=MAP " + ClientSite.PAGE + " 127.0.0.1, MAP * ~NOTFOUND",
                        "--ignore-certificate-errors-spki-list=" + keyDigest(Path.of(site.file("page.pem"))),
                        url))
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("said").toFile())
                .start();
    }

    /// Whom the browser is to believe.
    private static String keyDigest(Path certificate) throws Exception {
        try (var in = Files.newInputStream(certificate)) {
            byte[] key = CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey()
                    .getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        }
    }

    private static void end(Process browser) throws InterruptedException {
        List<ProcessHandle> children = browser.descendants().toList();
        browser.destroy();
        if (!browser.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            browser.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    private static String text(@Nullable Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "it said nothing: " + e;
        }
    }
}
