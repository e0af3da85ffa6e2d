package io.sluice.perf.clients;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// The clients of nghttp2.
class NghttpIT {

    private static final Program NGHTTP = new Program("nghttp", "nghttp2-client");
    private static final Program H2LOAD = new Program("h2load", "nghttp2-client");

    private static ClientSite site;

    @BeforeAll
    static void start() throws IOException {
        site = ClientSite.start("100ms");
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static String https(String path) {
        return "https://" + ClientSite.LOCAL + ":" + site.tlsPort() + path;
    }

    @Test
    void nghttpAsksManyAtOnce() throws Exception {
        String text = NGHTTP.run(List.of("-nv", "-y", "-m", "20", https("/json"), https("/size/100000")))
                .text();

        assertThat(text).contains("The negotiated protocol: h2", "SETTINGS_ENABLE_CONNECT_PROTOCOL(0x08):1");
        assertThat(text.split(":status: 200", -1)).hasSize(41);
        assertThat(text).doesNotContain("Some requests were not processed").doesNotContain("error_code=PROTOCOL");
    }

    @Test
    void nghttpAsksWithTrailersAndABody() throws Exception {
        String text = NGHTTP.run(
                        List.of("-nv", "-y", "-d", site.file("root.pem"), "--trailer", "x-checksum: 1", https("/json")))
                .text();

        assertThat(text).contains(":status: 200");
    }

    @Test
    void h2loadLosesNothing() throws Exception {
        String tls = H2LOAD.run(List.of("-n", "2000", "-c", "4", "-m", "50", https("/json")))
                .text();
        String plain = H2LOAD.run(
                        List.of("-n", "2000", "-c", "4", "-m", "50", "http://localhost:" + site.h2cPort() + "/json"))
                .text();

        assertThat(tls).contains("Application protocol: h2", "2000 succeeded, 0 failed", "status codes: 2000 2xx");
        assertThat(plain).contains("Application protocol: h2c", "2000 succeeded, 0 failed", "status codes: 2000 2xx");
    }
}
