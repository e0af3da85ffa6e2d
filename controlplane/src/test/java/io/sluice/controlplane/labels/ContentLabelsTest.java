package io.sluice.controlplane.labels;

import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.RoutePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.assertFallsBack;
import static io.sluice.controlplane.labels.Readings.assertRefuses;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class ContentLabelsTest {

    private static final String PAGE = "<!doctype html><title>Bald zurück</title><p>Wir sind gleich zurück.";

    @ParameterizedTest
    @CsvSource({"1048576, 1048576", "1m, 1048576", "1MB, 1048576", "32MiB, 33554432", "512k, 524288", "1g, 1073741824"})
    void readsBodyLimits(String value, long bytes) {
        assertThat(clean(routed("max_body", value)).policy().maxBodyBytes()).isEqualTo(bytes);
    }

    @Test
    void zeroIsNoLimit() {
        assertThat(clean(routed("max_body", "0")).policy().maxBodyBytes()).isEqualTo(RoutePolicy.UNLIMITED);
        assertThat(clean(routed()).policy().maxBodyBytes()).isEqualTo(RoutePolicy.UNLIMITED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5m", "1x", "9999999999999999", "2048t", "1m 1k"})
    void refusesTheServiceForABadBodyLimit(String value) {
        assertRefuses("max_body", value, "invalid-size");
    }

    @Test
    void readsCodings() {
        assertThat(clean(routed("compress", "gzip")).policy().compression()).containsExactly(ContentCoding.GZIP);
        assertThat(clean(routed("compress", "true")).policy().compression())
                .containsExactlyInAnyOrder(ContentCoding.values());
        assertThat(clean(routed("compress", "false")).policy().compression()).isEmpty();
    }

    @Test
    void codingsAreInTheOrderOfPreference() {
        assertThat(clean(routed("compress", "br, GZIP,br")).policy().compression())
                .containsExactly(ContentCoding.BROTLI, ContentCoding.GZIP);
    }

    @Test
    void badCodingsAreLeftOut() {
        assertFallsBack("compress", "deflate", "invalid-coding");
        assertThat(accepted(routed("compress", "gzipp,gzip")).policy().compression())
                .containsExactly(ContentCoding.GZIP);
    }

    @Test
    void maintenanceIsASwitchWithAPage() {
        assertThat(clean(routed()).maintenance()).isEmpty();
        assertThat(clean(routed("maintenance", "true")).maintenance()).contains("");
        assertThat(clean(routed("maintenance", "true", "maintenance_page", PAGE))
                        .maintenance())
                .contains(PAGE);
        assertThat(clean(routed("maintenance", "false", "maintenance_page", PAGE))
                        .maintenance())
                .isEmpty();
    }

    /// Serving it instead would be what was to be avoided.
    @Test
    void aBadSwitchRefusesTheService() {
        assertRefuses("maintenance", "on", "invalid-boolean");
    }

    @Test
    void readsErrorPages() {
        assertThat(clean(routed("error_page", PAGE)).policy().errorPage()).isEqualTo(PAGE);
    }

    @Test
    void pagesHaveALimitInBytes() {
        String longest = "ü".repeat(4096);

        assertThat(clean(routed("error_page", longest)).policy().errorPage()).isEqualTo(longest);
        assertFallsBack("error_page", longest + "x", "page-too-large");
        assertThat(codes(routed("maintenance", "true", "maintenance_page", longest + "x")))
                .isEqualTo("page-too-large");
    }
}
