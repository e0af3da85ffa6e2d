package io.sluice.controlplane.admin;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CertificateDocumentsTest {

    private final AdminPages pages = new AdminPages(FakeSources.of("web", new Readiness(true, "")));

    private String body(String path) {
        return new String(pages.answer(new AdminRequest(path, Map.of())).body(), StandardCharsets.UTF_8);
    }

    @Test
    void tellsWhatIsPublicAndWhatIsWrong() {
        assertThat(body("/api/v1/certs"))
                .contains("\"secret\" : \"web-cert\"", "\"state\" : \"doubtful\"", "\"hosts\" : [ \"a.test\" ]")
                .contains("\"issuer\" : \"The CA\"", "\"days_left\" : -", "\"key_type\" : \"EC P-256\"")
                .contains("\"problems\" : [ \"expired\" ]", "\"services\" : [ \"web\" ]")
                .contains("\"secret\" : \"web-bad\"", "\"state\" : \"unusable\"");
    }

    @Test
    void countsDays() {
        assertThat(body("/metrics"))
                .contains("sluice_certificate_days_left{secret=\"web-cert\"} -")
                .contains("sluice_certificate_usable{secret=\"web-cert\"} 1.0")
                .contains("sluice_certificate_usable{secret=\"web-bad\"} 0.0")
                .doesNotContain("days_left{secret=\"web-bad\"}");
    }
}
