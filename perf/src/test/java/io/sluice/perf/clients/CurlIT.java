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

/// curl with OpenSSL, which checks the chain and the host's name.
class CurlIT {

    private static final Program CURL = new Program("curl", "curl");
    private static final int CANNOT_CONNECT_BY_TLS = 35;
    private static final int UPLOAD_BYTES = 1 << 20;

    private static ClientSite site;

    @BeforeAll
    static void start() throws IOException {
        site = ClientSite.start("100ms");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /// Ends with a line `HTTP_VERSION STATUS BYTES`.
    private static Program.Ended curl(String url, String... options) throws Exception {
        List<String> all = new ArrayList<>(List.of("-sS", "--cacert", site.file("root.pem"), "--noproxy", "*"));
        all.addAll(List.of("-w", "\n%{http_version} %{response_code} %{size_download}", "--max-time", "30"));
        for (String host : List.of(ClientSite.PAGE, ClientSite.OTHER, ClientSite.CLOSED, "unknown.test")) {
            all.addAll(List.of("--resolve", host + ":" + site.tlsPort() + ":127.0.0.1"));
            all.addAll(List.of("--resolve", host + ":" + site.h2cPort() + ":127.0.0.1"));
        }
        all.addAll(List.of(options));
        all.add(url);
        return CURL.run(all);
    }

    private static String https(String host, String path) {
        return "https://" + host + ":" + site.tlsPort() + path;
    }

    @ParameterizedTest
    @CsvSource({"--http1.1,1.1", "--http2,2"})
    void asksInTheProtocolThatItWants(String option, String version) throws Exception {
        String text = curl(https(ClientSite.PAGE, "/json"), option).text();

        assertThat(text).contains("\n" + version + " 200 ").contains("\"x-forwarded-proto\",\"https\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void asksInTheVersionOfTlsThatItWants(String version) throws Exception {
        String text = curl(https(ClientSite.PAGE, "/json"), "-v", "--tlsv" + version, "--tls-max", version)
                .text();

        assertThat(text).contains("SSL connection using TLSv" + version, "\n2 200 ");
    }

    @Test
    void isRefusedOldVersionsOfTls() throws Exception {
        Program.Ended refused =
                curl(https(ClientSite.PAGE, "/"), "--tlsv1.0", "--tls-max", "1.1", "--ciphers", "DEFAULT@SECLEVEL=0");

        assertThat(refused.code()).isEqualTo(CANNOT_CONNECT_BY_TLS);
        assertThat(refused.said()).contains("protocol version");
    }

    @Test
    void speaksHttp2WithoutTls() throws Exception {
        String url = "http://" + ClientSite.PAGE + ":" + site.h2cPort() + "/json";

        assertThat(curl(url, "--http2-prior-knowledge").text()).contains("\n2 200 ");
        assertThat(curl(url, "--http1.1").text()).contains("\n1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void carriesBodiesBothWays(String option) throws Exception {
        Path upload = Files.write(Files.createTempFile("sluice-upload-", ".bin"), new byte[UPLOAD_BYTES]);

        String up = curl(https(ClientSite.PAGE, "/json"), option, "--data-binary", "@" + upload)
                .text();
        String down = curl(https(ClientSite.PAGE, "/size/" + UPLOAD_BYTES), option, "-o", "/dev/null")
                .text();

        assertThat(up).contains("\"body_bytes\":" + UPLOAD_BYTES);
        assertThat(down).endsWith(" 200 " + UPLOAD_BYTES);
        Files.delete(upload);
    }

    /// R-LIM-6: another host's certificate decides who may be asked there.
    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void isMisdirectedToHostsOfOtherCertificates(String option) throws Exception {
        String text = curl(https(ClientSite.PAGE, "/"), option, "-H", "Host: " + ClientSite.CLOSED)
                .text();

        assertThat(text).contains(" 421 ");
        assertThat(curl(https(ClientSite.PAGE, "/json"), option, "-H", "Host: www.page.test")
                        .text())
                .contains(" 200 ");
    }

    @Test
    void isRefusedHostsThatNobodyHas() throws Exception {
        Program.Ended refused = curl(https("unknown.test", "/"));

        assertThat(refused.code()).isEqualTo(CANNOT_CONNECT_BY_TLS);
        assertThat(refused.said()).contains("unrecognized name");
    }

    @ParameterizedTest
    @CsvSource({"1.2,--http1.1", "1.2,--http2", "1.3,--http1.1", "1.3,--http2"})
    void isLetInWithItsCertificate(String version, String option) throws Exception {
        String text = curl(
                        https(ClientSite.CLOSED, "/json"),
                        option,
                        "--tls-max",
                        version,
                        "--cert",
                        site.file("good.pem"))
                .text();

        assertThat(text).contains(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void isRefusedWithACertificateOfOthers(String version) throws Exception {
        Program.Ended refused =
                curl(https(ClientSite.CLOSED, "/"), "--tls-max", version, "--cert", site.file("bad.pem"));

        assertThat(refused.code()).isNotZero();
        assertThat(refused.said()).contains("alert").doesNotContain(" 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void isRefusedWithoutACertificate(String version) throws Exception {
        Program.Ended refused = curl(https(ClientSite.CLOSED, "/"), "--tls-max", version);

        assertThat(refused.code()).isNotZero();
        assertThat(refused.said()).contains("alert").doesNotContain(" 200 ");
    }
}
