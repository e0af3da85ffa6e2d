package io.sluice.controlplane.labels;

import java.util.Optional;

import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;
import io.sluice.dataplane.model.UpstreamProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class TlsLabelsTest {

    @Test
    void withoutLabelsThereIsNoTls() {
        assertThat(clean(routed()).tls()).isEqualTo(TlsWish.NONE);
    }

    @Test
    void aCertificateMayHaveItsKeyWithIt() {
        assertThat(clean(routed("ssl_cert", "web.pem")).tls().clients())
                .isEqualTo(new TlsWish.ClientSide.Terminate("web.pem", "", Demand.NONE, "", Told.NOTHING));
        assertThat(clean(routed("ssl_cert", "c", "ssl_key", "k")).tls().clients())
                .isEqualTo(new TlsWish.ClientSide.Terminate("c", "k", Demand.NONE, "", Told.NOTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../key", "a/b", "a b", "-a", ".hidden", "\u00e4"})
    void aNameThatNoSecretHasLeavesOnlyTlsOut(String name) {
        LabelReading reading = routed("ssl_cert", name);

        assertThat(codes(reading)).isEqualTo("invalid-secret");
        assertThat(accepted(reading).tls()).isEqualTo(TlsWish.NONE);
        assertThat(accepted(routed("ssl_cert", "c", "ssl_key", name)).tls()).isEqualTo(TlsWish.NONE);
    }

    @Test
    void clientsAreAskedForCertificatesAsSoonAsTheirAuthorityIsNamed() {
        assertThat(demand(routed("ssl_cert", "c", "ssl_client_ca", "ca"))).isEqualTo(Demand.REQUIRED);
        assertThat(demand(routed("ssl_cert", "c", "ssl_client_ca", "ca", "ssl_client_verify", "optional")))
                .isEqualTo(Demand.OPTIONAL);
        assertThat(demand(routed("ssl_cert", "c", "ssl_client_ca", "ca", "ssl_client_verify", "none")))
                .isEqualTo(Demand.NONE);
    }

    @Test
    void tasksAreToldOfCertificatesAsAsked() {
        assertThat(told("ssl_cert", "c", "ssl_client_ca", "ca")).isEqualTo(Told.SUBJECT);
        assertThat(told("ssl_cert", "c", "ssl_client_ca", "ca", "ssl_client_fields", "certificate"))
                .isEqualTo(Told.CERTIFICATE);
        assertThat(told("ssl_cert", "c", "ssl_client_ca", "ca", "ssl_client_fields", "none"))
                .isEqualTo(Told.NOTHING);
        assertThat(codes(routed("ssl_cert", "c", "ssl_client_fields", "subject")))
                .isEqualTo("no-effect");
    }

    private static Told told(String... labels) {
        return ((TlsWish.ClientSide.Terminate) clean(routed(labels)).tls().clients()).told();
    }

    private static Demand demand(LabelReading reading) {
        return ((TlsWish.ClientSide.Terminate) clean(reading).tls().clients()).demand();
    }

    @ParameterizedTest
    @CsvSource({
        "ssl_client_verify, required, no-authority",
        "ssl_client_verify, optional, no-authority",
        "ssl_client_verify, maybe, invalid-verify",
        "ssl_client_fields, subjct, invalid-fields",
        "ssl_client_ca, ca, no-certificate",
        "ssl_client_ca, /etc/ca, invalid-secret",
        "ssl_only, true, no-certificate",
        "ssl_only, yes, invalid-boolean",
        "ssl_passthrough, yes, invalid-boolean",
        "ssl_backend, tls, invalid-boolean"
    })
    void whatWouldServeMoreThanWasMeantRefusesTheService(String name, String value, String code) {
        LabelReading reading = routed(name, value);

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).contains(code);
    }

    @Test
    void plainRequestsAreLedToTls() {
        assertThat(clean(routed("ssl_cert", "c", "ssl_only", "true")).tls().only())
                .isTrue();
        assertThat(clean(routed("ssl_passthrough", "true", "ssl_only", "true")).tls())
                .isEqualTo(new TlsWish(
                        new TlsWish.ClientSide.Passthrough(), true, Optional.empty(), UpstreamProtocol.Http.HTTP1));
    }

    @ParameterizedTest
    @CsvSource({
        "context_root, /app",
        "sticky, cookie:a",
        "hsts, true",
        "compress, true",
        "ssl_cert, c",
        "ssl_backend, true",
        "protocol, h2",
        "health_path, /health"
    })
    void labelsAboutRequestsHaveNoEffectWhereTlsIsPassedThrough(String name, String value) {
        LabelReading reading = routed("ssl_passthrough", "true", name, value);

        assertThat(accepted(reading).tls().isPassthrough()).isTrue();
        assertThat(codes(reading)).isEqualTo("no-effect");
    }

    @ParameterizedTest
    @CsvSource({
        "ip_allow, 10.0.0.0/8",
        "basic_auth_file, users",
        "rate_limit, 10/s",
        "max_body, 1m",
        "ssl_client_ca, ca"
    })
    void labelsThatKeepRequestsAwayRefuseWhatIsPassedThrough(String name, String value) {
        LabelReading reading = routed("ssl_passthrough", "true", name, value);

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).contains("not-with-passthrough");
    }

    @Test
    void tasksAreSpokenToOverTls() {
        assertThat(clean(routed("ssl_backend", "true")).tls().upstream()).contains(new TlsWish.Upstream(false, "", ""));
        assertThat(clean(routed("ssl_backend", "true", "ssl_backend_tls_verify", "required"))
                        .tls()
                        .upstream())
                .contains(new TlsWish.Upstream(true, "", ""));
        assertThat(clean(routed("ssl_backend", "true", "ssl_backend_ca", "ca", "ssl_backend_name", "Web.Internal"))
                        .tls()
                        .upstream())
                .contains(new TlsWish.Upstream(true, "ca", "web.internal"));
    }

    @Test
    void anAuthorityThatNothingIsComparedWithHasNoEffect() {
        LabelReading reading = routed("ssl_backend", "true", "ssl_backend_tls_verify", "none", "ssl_backend_ca", "ca");

        assertThat(codes(reading)).isEqualTo("no-effect");
        assertThat(accepted(reading).tls().upstream()).contains(new TlsWish.Upstream(false, "", ""));
        assertThat(codes(routed("ssl_backend_ca", "ca"))).isEqualTo("no-effect");
    }

    @ParameterizedTest
    @CsvSource({"http1, HTTP1", "h2, HTTP2", "GRPC, GRPC"})
    void tasksAreSpokenToInAProtocol(String text, UpstreamProtocol.Http http) {
        LabelReading reading = routed("protocol", text);

        assertThat(accepted(reading).tls().http()).isEqualTo(http);
        assertThat(codes(reading)).isEmpty();
    }

    @Test
    void anUnknownProtocolFallsBack() {
        Readings.assertFallsBack("protocol", "spdy", "invalid-protocol");
    }

    @Test
    void aProxyHeaderDoesNotGoWithManyClients() {
        assertThat(routed("protocol", "h2", "proxy_protocol", "true")).isInstanceOf(LabelReading.Refused.class);
    }

    @Test
    void checksDoNotSpeakWhatTasksDo() {
        LabelReading reading = routed("protocol", "grpc", "health_path", "/");

        assertThat(codes(reading)).contains("no-effect");
        assertThat(accepted(reading).healthCheck()).isEmpty();
    }
}
