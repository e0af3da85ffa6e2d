package io.sluice.perf.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// `openssl s_client`: what is said before the first request.
class OpensslIT {

    private static final Program OPENSSL = new Program("openssl", "openssl");
    private static final String REQUEST = "GET /json HTTP/1.1\r\nHost: page.test\r\nConnection: close\r\n\r\n";

    private static ClientSite site;

    @BeforeAll
    static void start() throws IOException {
        site = ClientSite.start("100ms");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static Program.Ended connect(String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("s_client", "-connect", "127.0.0.1:" + site.tlsPort(), "-ign_eof"));
        all.addAll(List.of("-CAfile", site.file("root.pem"), "-verify_return_error"));
        all.addAll(List.of(options));
        return OPENSSL.run(REQUEST, all);
    }

    /// The ticket of the first connection spares the second one its certificates.
    @ParameterizedTest
    @ValueSource(strings = {"1_2", "1_3"})
    void resumesWithItsTicket(String version) throws Exception {
        Path session = Files.createTempFile("sluice-session-", ".pem");
        String tls = "-tls" + version;

        String first = connect(tls, "-servername", ClientSite.PAGE, "-sess_out", session.toString())
                .text();
        String second = connect(tls, "-servername", ClientSite.PAGE, "-sess_in", session.toString())
                .text();

        assertThat(first).contains("New, TLSv", "HTTP/1.1 200").doesNotContain("Reused, TLSv");
        assertThat(second).contains("Reused, TLSv" + version.replace('_', '.'), "HTTP/1.1 200");
        Files.delete(session);
    }

    /// A session is its host's: with that of another, a client would not be asked for its certificate.
    @ParameterizedTest
    @ValueSource(strings = {"1_2", "1_3"})
    void doesNotResumeAtAnotherHost(String version) throws Exception {
        Path session = Files.createTempFile("sluice-session-", ".pem");
        String tls = "-tls" + version;

        connect(tls, "-servername", ClientSite.PAGE, "-sess_out", session.toString())
                .text();
        Program.Ended second = connect(tls, "-servername", ClientSite.CLOSED, "-sess_in", session.toString());

        assertThat(second.said()).doesNotContain("Reused, TLSv").doesNotContain("HTTP/1.1 200");
        Files.delete(session);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1_2", "1_3"})
    void isGivenTheCertificateOfTheHost(String version) throws Exception {
        String page = connect("-tls" + version, "-servername", "www." + ClientSite.PAGE)
                .text();
        String other =
                connect("-tls" + version, "-servername", ClientSite.OTHER).text();

        assertThat(page).contains("subject=CN = page.test", "Verify return code: 0 (ok)");
        assertThat(other).contains("subject=CN = other.test", "Verify return code: 0 (ok)");
    }

    @ParameterizedTest
    @CsvSource({"1_2,-noservername", "1_3,-noservername", "1_2,unknown.test", "1_3,unknown.test"})
    void isToldThatNobodyHasTheName(String version, String name) throws Exception {
        Program.Ended refused =
                name.startsWith("-") ? connect("-tls" + version, name) : connect("-tls" + version, "-servername", name);

        assertThat(refused.code()).isNotZero();
        assertThat(refused.said()).contains("unrecognized name", "SSL alert number 112");
    }

    @Test
    void isRefusedOldVersions() throws Exception {
        Program.Ended refused = connect("-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0", "-servername", ClientSite.PAGE);

        assertThat(refused.code()).isNotZero();
        assertThat(refused.said()).contains("alert protocol version", "SSL alert number 70");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "h2,http/1.1 | ALPN protocol: h2",
                "http/1.1,h2 | ALPN protocol: h2",
                "http/1.1    | ALPN protocol: http/1.1",
                "http/1.0    | No ALPN negotiated",
            })
    void agreesOnAProtocol(String offered, String agreed) throws Exception {
        Program.Ended ended = connect("-servername", ClientSite.PAGE, "-alpn", offered);

        assertThat(ended.said()).contains(agreed);
    }
}
