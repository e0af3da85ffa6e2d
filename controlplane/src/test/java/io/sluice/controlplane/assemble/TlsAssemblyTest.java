package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.sluice.controlplane.assemble.Swarms.ServiceSketch;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTls;
import io.sluice.dataplane.model.VirtualHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static io.sluice.controlplane.assemble.AssemblyText.codes;
import static io.sluice.controlplane.assemble.AssemblyText.errors;
import static io.sluice.controlplane.assemble.AssemblyText.routes;
import static io.sluice.controlplane.assemble.Swarms.named;
import static org.assertj.core.api.Assertions.assertThat;

class TlsAssemblyTest {

    private final Swarms swarm = new Swarms().network("f", "front");
    private final FakeCertificates certificates = new FakeCertificates();
    private RoutingOptions options = RoutingOptions.DEFAULT;
    private int created;

    /// With one task; those added first are older.
    private void add(ServiceSketch sketch) {
        swarm.service(sketch.createdAt(++created).on("f"));
        String name = sketch.service().name();
        swarm.task(name, 1, "f", "10.0.0." + created);
    }

    private Assembly assemble() {
        return new ConfigAssembler(AddressPolicy.SWARM, ProxyLocation.outside(), options)
                .assemble(new AssemblyInput(swarm.state(), HealthView.ALL_HEALTHY, certificates, Ownership.NONE, 0));
    }

    /// `h: web@1 NONE web@h/ -> web`, one line per host with TLS; `*` for the default.
    private static List<String> tls(Assembly assembly) {
        List<String> lines = new ArrayList<>();
        for (VirtualHost host : assembly.config().virtualHosts()) {
            add(lines, host.host().toString(), host.tls());
        }
        add(lines, "*", assembly.config().defaultTls());
        return lines;
    }

    private static void add(List<String> lines, String host, @Nullable HostTls tls) {
        switch (tls) {
            case null -> {}
            case HostTls.Passthrough(String cluster) -> lines.add(host + ": through to " + cluster);
            case HostTls.Terminate terminate ->
                lines.add(host + ": " + terminate.identity() + " "
                        + terminate.clients().demand() + " "
                        + terminate.routes().stream().map(Route::name).collect(Collectors.joining(" ")));
        }
    }

    @Test
    void aCertificateServesItsHostsOverTlsBesidePlain() {
        certificates.good("web-cert", "a.local", "*.b.local");
        add(named("web").hosts("a.local,*.b.local").lb("ssl_cert", "web-cert").lb("ssl_key", "web-cert"));

        Assembly assembly = assemble();

        assertThat(tls(assembly))
                .containsExactly("a.local: web-cert@1 NONE web@a.local/", "*.b.local: web-cert@1 NONE web@*.b.local/");
        assertThat(routes(assembly))
                .containsExactly("a.local: web@a.local/ -> web", "*.b.local: web@*.b.local/ -> web");
        assertThat(assembly.errors()).isEmpty();
        assertThat(assembly.certificates()).singleElement().satisfies(use -> {
            assertThat(use.secret()).isEqualTo("web-cert");
            assertThat(use.services()).containsExactly("web");
        });
    }

    @Test
    void everyPathOfAHostIsServedOverItsTls() {
        certificates.good("c", "h");
        add(named("root").hosts("h"));
        add(named("app").hosts("h").lb("context_root", "/app").lb("ssl_cert", "c"));

        assertThat(tls(assemble())).containsExactly("h: c@1 NONE root@h/ app@h/app");
    }

    @Test
    void aBrokenCertificateTakesTlsFromItsHostAlone() {
        certificates.broken("bad").good("good", "b.local");
        add(named("a").hosts("a.local").lb("ssl_cert", "bad"));
        add(named("b").hosts("b.local").lb("ssl_cert", "good"));
        add(named("c").hosts("c.local").lb("ssl_cert", "missing"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).containsExactly("b.local: good@1 NONE b@b.local/");
        assertThat(routes(assembly)).hasSize(3);
        assertThat(codes(assembly)).containsExactly("a: not-pem", "c: no-secret");
        assertThat(assembly.errors()).allMatch(error -> error.label().equals("com.docker.lb.ssl_cert"));
    }

    /// R-LBL-7.
    @Test
    void aCertificateForOtherHostsIsNotServed() {
        certificates.good("c", "a.local");
        add(named("web").hosts("a.local,b.local").lb("ssl_cert", "c"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).containsExactly("a.local: c@1 NONE web@a.local/");
        assertThat(codes(assembly)).containsExactly("web: wrong-host");
        assertThat(assembly.errors().getFirst().message()).contains("'b.local'").contains("'a.local'");
    }

    @Test
    void whatExpiresIsServedAndSaid() {
        certificates.good("late", -1, "a.local").good("soon", 5, "b.local");
        add(named("a").hosts("a.local").lb("ssl_cert", "late"));
        add(named("b").hosts("b.local").lb("ssl_cert", "soon"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).hasSize(2);
        assertThat(codes(assembly)).containsExactly("a: expired", "b: expires-soon");
        assertThat(errors(assembly, Severity.ERROR)).hasSize(1);
    }

    /// 62.
    @Test
    void plainRequestsAreLedToTlsWhereNothingElseIsWanted() {
        certificates.good("c", "h");
        options = options.withHttpsPort(8443);
        add(named("web").hosts("h").lb("ssl_cert", "c").lb("ssl_only", "true"));

        Assembly assembly = assemble();

        assertThat(routes(assembly)).containsExactly("h: web@http://h/ => https:8443");
        assertThat(tls(assembly)).containsExactly("h: c@1 NONE web@h/");
        assertThat(assembly.config().clusters()).hasSize(1);
    }

    @Test
    void withoutUsableTlsNothingIsServedPlainlyThatMayNot() {
        certificates.broken("c").good("other", "x");
        add(named("web").hosts("h").lb("ssl_cert", "c").lb("ssl_only", "true"));
        add(named("api").hosts("i").lb("ssl_cert", "other").lb("ssl_only", "true"));

        Assembly assembly = assemble();

        assertThat(routes(assembly)).containsExactly("h: web@http://h/ => 503", "i: api@http://i/ => 503");
        assertThat(tls(assembly)).isEmpty();
    }

    /// 31.
    @Test
    void aRedirectToTlsDoesNotLoop() {
        certificates.good("c", "h");
        add(named("web").hosts("h").lb("redirects", "http://h,https://h").lb("ssl_cert", "c"));

        Assembly assembly = assemble();

        assertThat(routes(assembly)).containsExactly("h: web@http://h/ => 302 https://h");
        assertThat(tls(assembly)).containsExactly("h: c@1 NONE web@h/");
        assertThat(assembly.config().clusters()).hasSize(1);
        assertThat(assembly.services().getFirst().state()).isEqualTo("routed");
    }

    /// 32, 35.
    @Test
    void whatIsPassedThroughHasNoPlainRouteButARedirect() {
        add(named("web").hosts("h,i").lb("ssl_passthrough", "true").lb("redirects", "http://h,https://h"));

        Assembly assembly = assemble();

        assertThat(routes(assembly)).containsExactly("h: web@h/ => 302 https://h");
        assertThat(tls(assembly)).containsExactly("h: through to web", "i: through to web");
        assertThat(assembly.services().getFirst().state()).isEqualTo("routed");
        assertThat(assembly.errors()).isEmpty();
    }

    @Test
    void whatIsPassedThroughMayLeadPlainRequestsToTls() {
        add(named("web").hosts("h").lb("ssl_passthrough", "true").lb("ssl_only", "true"));

        assertThat(routes(assemble())).containsExactly("h: web@http://h/ => https:443");
    }

    /// 34.
    @Test
    void theDefaultBackendsCertificateServesUnknownHosts() {
        certificates.good("c", "anything");
        add(named("web").lb("port", "80").lb("default_backend", "true").lb("ssl_cert", "c"));

        assertThat(tls(assemble())).containsExactly("*: c@1 NONE web@*/");
    }

    @Test
    void theOldestDecidesOnTheCertificateOfAHost() {
        certificates.good("old", "h").good("new", "h");
        add(named("a").hosts("h").lb("ssl_cert", "old"));
        add(named("b").hosts("h").lb("ssl_cert", "new"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).containsExactly("h: old@1 NONE a@h/");
        assertThat(codes(assembly)).contains("b: certificate-conflict");
        assertThat(routes(assembly)).containsExactly("h: a@h/ -> a+b");
    }

    @Test
    void clientsAreAskedForCertificatesAndPlainRequestsLedToTls() {
        certificates.good("c", "h").good("ca");
        add(named("web").hosts("h").lb("ssl_cert", "c").lb("ssl_client_ca", "ca"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).containsExactly("h: c@1 REQUIRED web@h/");
        assertThat(((HostTls.Terminate)
                                assembly.config().virtualHosts().getFirst().tls())
                        .clients())
                .isEqualTo(new ClientCertificates(Demand.REQUIRED, "PEM of ca", Told.SUBJECT));
        assertThat(routes(assembly)).containsExactly("h: web@http://h/ => https:443");
    }

    @Test
    void aServiceWhoseClientsCannotBeCheckedIsNotServed() {
        certificates.good("c", "h").broken("ca");
        add(named("web").hosts("h").lb("ssl_cert", "c").lb("ssl_client_ca", "ca"));

        Assembly assembly = assemble();

        assertThat(assembly.config().virtualHosts()).isEmpty();
        assertThat(codes(assembly)).containsExactly("web: not-pem");
        assertThat(assembly.errors().getFirst().label()).isEqualTo("com.docker.lb.ssl_client_ca");
    }

    @Test
    void noServiceIsReachedByClientsThatItDoesNotWant() {
        certificates.good("c", "h").good("ca");
        add(named("open").hosts("h").lb("ssl_cert", "c"));
        add(named("shut")
                .hosts("h")
                .lb("context_root", "/a")
                .lb("ssl_cert", "c")
                .lb("ssl_client_ca", "ca"));
        add(named("through").hosts("h").lb("ssl_passthrough", "true"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).containsExactly("h: c@1 NONE open@h/");
        assertThat(codes(assembly)).contains("shut: tls-conflict", "through: tls-conflict");
    }

    @Test
    void browsersAreToldOfTlsOverTlsAlone() {
        certificates.good("c", "h");
        add(named("web").hosts("h").lb("ssl_cert", "c").lb("hsts", "365d"));
        add(named("plain").hosts("i").lb("hsts", "365d"));

        Assembly assembly = assemble();

        Route plain = assembly.config().virtualHosts().getFirst().routes().getFirst();
        assertThat(plain.name()).isEqualTo("web@http://h/");
        assertThat(plain.policy().responseFields().set()).isEmpty();
        assertThat(plain.policy().responseFields().remove()).containsExactly("Strict-Transport-Security");
        HostTls.Terminate tls =
                (HostTls.Terminate) assembly.config().virtualHosts().getFirst().tls();
        assertThat(tls.routes().getFirst().policy().responseFields().set()).hasSize(1);
        assertThat(routes(assembly)).contains("i: plain@i/ -> plain");
    }

    /// 63.
    @Test
    void tasksAreSpokenToOverTls() {
        certificates.good("ca");
        add(named("a").hosts("a.local").lb("ssl_backend", "true"));
        add(named("b").hosts("*.x,b.local").lb("ssl_backend", "true").lb("ssl_backend_ca", "ca"));
        add(named("c").hosts("c.local").lb("ssl_backend", "true").lb("ssl_backend_ca", "gone"));
        add(named("d").hosts("d.local").lb("protocol", "grpc"));

        Assembly assembly = assemble();

        assertThat(assembly.config().clusters())
                .extracting(cluster -> cluster.name() + " " + cluster.protocol())
                .containsExactly(
                        "a " + over(new UpstreamTls(false, "", "a.local")),
                        "b " + over(new UpstreamTls(true, "PEM of ca", "b.local")),
                        "d " + new UpstreamProtocol(UpstreamProtocol.Http.GRPC, null, false));
        assertThat(codes(assembly)).containsExactly("c: no-secret");
    }

    private static UpstreamProtocol over(UpstreamTls tls) {
        return new UpstreamProtocol(UpstreamProtocol.Http.HTTP1, tls, false);
    }

    @Test
    void poolsSpeakOneProtocol() {
        add(named("a").hosts("h"));
        add(named("b").hosts("h").lb("protocol", "h2"));

        Assembly assembly = assemble();

        assertThat(routes(assembly)).containsExactly("h: a@h/ -> a");
        assertThat(codes(assembly)).contains("b: pool-mismatch");
    }

    @Test
    void secretsAreFoundByTheirNameWithinTheStack() {
        certificates.good("shop_cert", "h");
        add(named("shop_web").hosts("h").lb("ssl_cert", "cert").label("com.docker.stack.namespace", "shop"));

        assertThat(tls(assemble())).containsExactly("h: shop_cert@1 NONE shop_web@h/");
    }

    /// R-LBL-7.
    @Test
    void aTenantHasItsOwnSecretsAlone() {
        certificates
                .good("cert", "h")
                .good("bank_cert", "h")
                .good("shop_own", "i")
                .good("ops", "j");
        options = new RoutingOptions("", Tenancy.STACK, Set.of("ops"));
        add(named("a").hosts("h").lb("ssl_cert", "bank_cert").label("com.docker.stack.namespace", "shop"));
        add(named("b").hosts("i").lb("ssl_cert", "own").label("com.docker.stack.namespace", "shop"));
        add(named("c").hosts("j").lb("ssl_cert", "ops").label("com.docker.stack.namespace", "ops"));
        add(named("d").hosts("k").lb("ssl_cert", "cert").label("com.docker.stack.namespace", "shop"));

        Assembly assembly = assemble();

        assertThat(tls(assembly)).containsExactly("i: shop_own@1 NONE b@i/", "j: ops@1 NONE c@j/");
        assertThat(codes(assembly)).containsExactly("a: no-secret", "d: no-secret");
    }

    @Test
    void maintenanceLeavesNothingToPassThrough() {
        add(named("web").hosts("h").lb("ssl_passthrough", "true").lb("maintenance", "true"));

        assertThat(tls(assemble())).isEmpty();
    }
}
