package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.config.Printable;
import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.UpstreamProtocol;

/// The labels about TLS, and about what tasks speak. Without a certificate that can be used a host has no TLS; what was
/// to be kept from plain connections refuses the service.
final class TlsLabels {

    private static final Map<String, Boolean> VERIFY = Map.of("none", false, "required", true);
    private static final Map<String, Demand> DEMANDS =
            Map.of("none", Demand.NONE, "optional", Demand.OPTIONAL, "required", Demand.REQUIRED);
    private static final Map<String, Told> TOLD =
            Map.of("none", Told.NOTHING, "subject", Told.SUBJECT, "certificate", Told.CERTIFICATE);
    private static final Map<String, UpstreamProtocol.Http> PROTOCOLS = Map.of(
            "http1", UpstreamProtocol.Http.HTTP1,
            "h2", UpstreamProtocol.Http.HTTP2,
            "grpc", UpstreamProtocol.Http.GRPC);

    /// What holds for requests, of which a proxy sees none in what it passes on.
    private static final List<String> ABOUT_REQUESTS = List.of(
            LabelNames.CONTEXT_ROOT,
            LabelNames.CONTEXT_ROOT_REWRITE,
            LabelNames.WEBSOCKET_ENDPOINTS,
            LabelNames.WEBSOCKET_STRICT,
            LabelNames.STICKY,
            LabelNames.STICKY_SESSION_COOKIE,
            LabelNames.RETRIES,
            LabelNames.RETRY_ON,
            LabelNames.TIMEOUT_REQUEST,
            LabelNames.HSTS,
            LabelNames.COMPRESS,
            LabelNames.CORS_ORIGINS,
            LabelNames.ERROR_PAGE,
            LabelNames.MAINTENANCE,
            LabelNames.HEALTH_PATH,
            LabelNames.PROTOCOL,
            LabelNames.SSL_CERT,
            LabelNames.SSL_KEY,
            LabelNames.SSL_BACKEND);

    /// Those that keep requests away: nobody may believe that they do.
    private static final List<String> GUARDS = List.of(
            LabelNames.IP_ALLOW,
            LabelNames.BASIC_AUTH,
            LabelNames.BASIC_AUTH_FILE,
            LabelNames.FORWARD_AUTH,
            LabelNames.RATE_LIMIT,
            LabelNames.MAX_BODY,
            LabelNames.SSL_CLIENT_CA);

    private final LabelReader labels;

    TlsLabels(LabelReader labels) {
        this.labels = labels;
    }

    TlsWish read() {
        TlsWish.ClientSide clients = clients();
        boolean only = labels.isTrue(LabelNames.SSL_ONLY);
        boolean isPlain = clients instanceof TlsWish.ClientSide.Plain;
        if (only && isPlain) {
            labels.fault(
                    LabelNames.SSL_ONLY,
                    "no-certificate",
                    "there is no TLS for the service's hosts, and plain requests were not to be served",
                    "name a certificate in " + LabelNames.SSL_CERT + ", or set " + LabelNames.SSL_PASSTHROUGH);
        }
        TlsWish wish = new TlsWish(clients, only, upstream(), protocol());
        if (wish.isPassthrough()) {
            checkPassthrough();
        }
        return wish;
    }

    private TlsWish.ClientSide clients() {
        Optional<String> certificate = labels.read(LabelNames.SSL_CERT, Values::secret);
        Optional<String> key = labels.read(LabelNames.SSL_KEY, Values::secret);
        Optional<String> authority = labels.read(LabelNames.SSL_CLIENT_CA, Values::secret);
        Optional<Demand> demand =
                labels.read(LabelNames.SSL_CLIENT_VERIFY, text -> Values.word(text, DEMANDS, "invalid-verify"));
        Told told = labels.read(LabelNames.SSL_CLIENT_FIELDS, text -> Values.word(text, TOLD, "invalid-fields"))
                .orElse(Told.SUBJECT);
        if (labels.isTrue(LabelNames.SSL_PASSTHROUGH)) {
            return new TlsWish.ClientSide.Passthrough();
        }
        checkClientCertificates(certificate, authority, demand);
        labels.requires(LabelNames.SSL_CERT, LabelNames.SSL_KEY);
        labels.requires(LabelNames.SSL_CLIENT_CA, LabelNames.SSL_CLIENT_FIELDS);
        boolean isKeyUsable = key.isPresent() || !labels.has(LabelNames.SSL_KEY);
        if (certificate.isEmpty() || !isKeyUsable) {
            return new TlsWish.ClientSide.Plain();
        }
        Demand asked = authority.isEmpty() ? Demand.NONE : demand.orElse(Demand.REQUIRED);
        boolean isNobodyAsked = asked == Demand.NONE;
        return new TlsWish.ClientSide.Terminate(
                certificate.get(),
                key.orElse(""),
                asked,
                isNobodyAsked ? "" : authority.orElse(""),
                isNobodyAsked ? Told.NOTHING : told);
    }

    private void checkClientCertificates(
            Optional<String> certificate, Optional<String> authority, Optional<Demand> demand) {
        boolean isAsked = demand.orElse(authority.isPresent() ? Demand.REQUIRED : Demand.NONE) != Demand.NONE;
        if (isAsked && !labels.has(LabelNames.SSL_CLIENT_CA)) {
            labels.fault(
                    LabelNames.SSL_CLIENT_VERIFY,
                    "no-authority",
                    "nothing says whose certificates are good",
                    "name the secret with the authority's certificate in " + LabelNames.SSL_CLIENT_CA);
        } else if (isAsked && certificate.isEmpty()) {
            labels.fault(
                    LabelNames.SSL_CLIENT_CA,
                    "no-certificate",
                    "clients show certificates over TLS, of which there is none",
                    "name the host's own certificate in " + LabelNames.SSL_CERT);
        }
    }

    private Optional<TlsWish.Upstream> upstream() {
        Optional<Boolean> verify =
                labels.read(LabelNames.SSL_BACKEND_TLS_VERIFY, text -> Values.word(text, VERIFY, "invalid-verify"));
        Optional<String> authority = labels.read(LabelNames.SSL_BACKEND_CA, Values::secret);
        Optional<String> name = labels.read(LabelNames.SSL_BACKEND_NAME, TlsLabels::hostName);
        labels.requires(
                LabelNames.SSL_BACKEND,
                LabelNames.SSL_BACKEND_TLS_VERIFY,
                LabelNames.SSL_BACKEND_CA,
                LabelNames.SSL_BACKEND_NAME);
        if (!labels.isTrue(LabelNames.SSL_BACKEND)) {
            return Optional.empty();
        }
        boolean isVerified = verify.orElse(authority.isPresent());
        if (!isVerified && authority.isPresent()) {
            labels.noEffect(
                    LabelNames.SSL_BACKEND_CA,
                    "nothing is verified",
                    "set " + LabelNames.SSL_BACKEND_TLS_VERIFY + "=required");
        }
        return Optional.of(new TlsWish.Upstream(isVerified, isVerified ? authority.orElse("") : "", name.orElse("")));
    }

    private UpstreamProtocol.Http protocol() {
        UpstreamProtocol.Http http = labels.read(
                        LabelNames.PROTOCOL, text -> Values.word(text, PROTOCOLS, "invalid-protocol"))
                .orElse(UpstreamProtocol.Http.HTTP1);
        if (http != UpstreamProtocol.Http.HTTP1 && labels.isTrue(LabelNames.PROXY_PROTOCOL)) {
            labels.fault(
                    LabelNames.PROXY_PROTOCOL,
                    "not-with-h2",
                    "a PROXY header names one client, and a connection of HTTP/2 serves many",
                    "leave one of the two labels out");
        }
        return http;
    }

    private void checkPassthrough() {
        for (String name : GUARDS) {
            if (labels.has(name)) {
                labels.fault(
                        name,
                        "not-with-passthrough",
                        "it cannot be kept where TLS is passed through, and the service is not served without it",
                        "let the tasks check it, or let the proxy terminate TLS with " + LabelNames.SSL_CERT);
            }
        }
        for (String name : ABOUT_REQUESTS) {
            if (labels.has(name)) {
                labels.noEffect(name, "TLS is passed through unread", "remove it, or let the proxy terminate TLS");
            }
        }
    }

    private static String hostName(String text) {
        Optional<String> problem = HostName.problemOf(text);
        if (problem.isEmpty()) {
            return HostName.of(text).value();
        }
        throw new BadValue(
                "invalid-host",
                Printable.quoted(text) + " " + problem.get(),
                "write the name in the tasks' certificates");
    }
}
