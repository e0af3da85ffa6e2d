package io.sluice.perf.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLException;

import io.sluice.controlplane.certs.CertificateWriter;
import io.sluice.perf.task.TaskServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// Scenarios 31 to 34, 37, 57 and 62: which certificate a client sees, and what becomes of plain requests.
class TlsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Path secrets;
    private static AcceptanceStack stack;
    private static TaskServer task;

    @BeforeAll
    static void start() throws IOException {
        secrets = Files.createTempDirectory("sluice-secrets-");
        stack = AcceptanceStack.start("--cert-dir", secrets.toString());
        task = stack.task("one", "1");
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /// @param name of the secret, and of whom the certificate is about
    private static void write(String name, String subject, String... hosts) throws IOException {
        Instant now = Instant.now();
        CertificateWriter writer = new CertificateWriter(
                subject, List.of(hosts), now.minusSeconds(3600), now.plus(Duration.ofDays(90)), false);
        Path next = Files.writeString(secrets.resolve(".next"), writer.selfSigned(CertificateWriter.newKey()));
        Files.move(next, secrets.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static TlsClient tls(String host) throws IOException {
        return TlsClient.connect(stack.product().tlsPort(), host);
    }

    @Test
    void s31_redirectsToTlsWithoutALoop() throws IOException {
        write("c31", "s31", "s31.test");
        stack.deploy(App.of("s31", "s31.test", task)
                .label("redirects", "http://s31.test,https://s31.test")
                .label("ssl_cert", "c31"));

        Answer plain = stack.get("s31.test", "/x");
        assertThat(plain.status()).isEqualTo(302);
        assertThat(plain.field("location")).isEqualTo("https://s31.test/x");
        try (TlsClient client = tls("s31.test")) {
            assertThat(client.get("s31.test", "/x").status()).isEqualTo(200);
        }
    }

    @Test
    void s32_redirectsBesidePassthrough() throws IOException {
        stack.deploy(App.of("s32", "s32.test", task)
                .label("redirects", "http://s32.test,https://s32.test")
                .label("ssl_passthrough", "true"));

        assertThat(stack.get("s32.test", "/").field("location")).isEqualTo("https://s32.test/");
    }

    @Test
    void s33_eachHostHasItsCertificate() throws IOException {
        write("c33a", "first", "a33.test");
        write("c33b", "second", "b33.test");
        stack.deploy(
                App.of("s33a", "a33.test", task).label("ssl_cert", "c33a"),
                App.of("s33b", "b33.test", task).label("ssl_cert", "c33b").label("ssl_key", "c33b"));

        try (TlsClient first = tls("a33.test");
                TlsClient second = tls("b33.test")) {
            assertThat(first.serverName()).isEqualTo("CN=first");
            assertThat(second.serverName()).isEqualTo("CN=second");
            assertThat(first.get("a33.test", "/").instance()).isEqualTo("one");
        }
    }

    @Test
    void s34_unknownNamesAreRefusedUnlessADefaultHasACertificate() throws IOException {
        write("c34", "known", "s34.test");
        App known = App.of("s34", "s34.test", task).label("ssl_cert", "c34");
        stack.deploy(known);
        assertThatThrownBy(() -> tls("unknown.test").close()).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> tls("").close()).isInstanceOf(SSLException.class);

        write("c34d", "default", "whatever.test");
        stack.deploy(
                known,
                App.bare("s34d", task)
                        .label("port", "8080")
                        .label("default_backend", "true")
                        .label("ssl_cert", "c34d"));
        try (TlsClient client = tls("unknown.test")) {
            assertThat(client.serverName()).isEqualTo("CN=default");
            assertThat(client.get("unknown.test", "/").status()).isEqualTo(200);
        }
    }

    @Test
    void s37_tasksAreToldOfTls() throws IOException {
        write("c37", "s37", "s37.test");
        stack.deploy(App.of("s37", "s37.test", task).label("ssl_cert", "c37"));

        try (TlsClient client = tls("s37.test")) {
            Answer answer = client.get("s37.test", "/");
            assertThat(answer.received("x-forwarded-proto")).containsExactly("https");
            assertThat(answer.received("x-forwarded-for")).containsExactly("127.0.0.1");
            assertThat(answer.received("x-real-ip")).containsExactly("127.0.0.1");
        }
    }

    @Test
    void s57_anotherCertificateCostsNoConnection() throws IOException {
        write("c57", "before", "s57.test");
        stack.deploy(App.of("s57", "s57.test", task).label("ssl_cert", "c57"));
        try (TlsClient open = tls("s57.test")) {
            assertThat(open.serverName()).isEqualTo("CN=before");
            assertThat(open.get("s57.test", "/").status()).isEqualTo(200);

            write("c57", "after", "s57.test");
            await().atMost(PATIENCE).until(() -> name("s57.test").equals("CN=after"));
            assertThat(open.get("s57.test", "/").status()).isEqualTo(200);

            write("c57b", "by label", "s57.test");
            stack.deploy(App.of("s57", "s57.test", task).label("ssl_cert", "c57b"));
            assertThat(name("s57.test")).isEqualTo("CN=by label");
            assertThat(open.get("s57.test", "/").status()).isEqualTo(200);
        }
    }

    private static String name(String host) throws IOException {
        try (TlsClient client = tls(host)) {
            return client.serverName();
        }
    }

    @Test
    void s62_plainRequestsAreLedToTls() throws IOException {
        write("c62", "s62", "s62.test");
        stack.deploy(App.of("s62", "s62.test", task).label("ssl_cert", "c62").label("ssl_only", "true"));

        Answer plain = stack.get("s62.test", "/a?b=c");
        assertThat(plain.status()).isEqualTo(308);
        assertThat(plain.field("location")).isEqualTo("https://s62.test/a?b=c");
        try (TlsClient client = tls("s62.test")) {
            assertThat(client.get("s62.test", "/").status()).isEqualTo(200);
        }
    }
}
