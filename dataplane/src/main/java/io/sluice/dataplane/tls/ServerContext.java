package io.sluice.dataplane.tls;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.TlsIdentity;
import io.sluice.dataplane.model.TlsOptions;

/// Makes what handshakes with one certificate need: through BoringSSL, or where that does not work, through the JDK.
final class ServerContext {

    /// A name of 16 bytes, a key to sign and one to encrypt.
    static final int TICKET_KEY_BYTES = OpenSslSessionTicketKey.TICKET_KEY_SIZE;

    private static final System.Logger LOG = System.getLogger(ServerContext.class.getName());

    static final SslProvider PROVIDER = provider();

    /// Forward secrecy and authenticated encryption only (RFC 9325, 4.2).
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305");

    /// The first is safe from computers that do not exist yet, where the client has it too.
    private static final String[] GROUPS = {"X25519MLKEM768", "X25519", "P-256", "P-384"};

    private ServerContext() {}

    private static SslProvider provider() {
        if (OpenSsl.isAvailable()) {
            return SslProvider.OPENSSL_REFCNT;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "BoringSSL does not work here, TLS is slower without it: {0}",
                OpenSsl.unavailabilityCause());
        return SslProvider.JDK;
    }

    /// @throws IdentityUnavailableException when the certificate cannot be used
    static SslContext of(
            TlsIdentity identity, ClientCertificates clients, TlsOptions options, List<byte[]> ticketKeys) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            stream(identity.certificates()), stream(identity.privateKey()))
                    .sslProvider(PROVIDER)
                    .protocols(options.protocols())
                    .ciphers(options.ciphers().isEmpty() ? CIPHERS : options.ciphers(), ServerContext::supported)
                    .applicationProtocolConfig(alpn(options.http2()));
            if (PROVIDER != SslProvider.JDK) {
                builder.option(OpenSslContextOption.GROUPS, GROUPS);
            }
            if (clients.demand() != ClientCertificates.Demand.NONE) {
                builder.trustManager(stream(clients.authorities().getBytes(StandardCharsets.US_ASCII)))
                        .clientAuth(
                                clients.demand() == ClientCertificates.Demand.REQUIRED
                                        ? ClientAuth.REQUIRE
                                        : ClientAuth.OPTIONAL);
            }
            SslContext context = builder.build();
            setTicketKeys(context, clients, ticketKeys);
            return context;
        } catch (SSLException | IllegalArgumentException e) {
            throw new IdentityUnavailableException("of this host", "cannot be used: " + e.getMessage());
        }
    }

    /// BoringSSL leaves out by itself what it does not know.
    private static String[] supported(Iterable<String> wanted, List<String> defaults, java.util.Set<String> known) {
        List<String> names = new java.util.ArrayList<>();
        wanted.forEach(names::add);
        if (PROVIDER == SslProvider.JDK) {
            names.retainAll(known);
        }
        return names.isEmpty() ? defaults.toArray(String[]::new) : names.toArray(String[]::new);
    }

    private static ApplicationProtocolConfig alpn(boolean http2) {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                http2
                        ? List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1)
                        : List.of(ApplicationProtocolNames.HTTP_1_1));
    }

    private static InputStream stream(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    /// A resumed session is not asked for its certificate again: where clients are asked, tickets are good only where
    /// they are asked alike. BoringSSL sees to that by itself, which no document of it promises.
    static void setTicketKeys(SslContext context, ClientCertificates clients, List<byte[]> keys) {
        if (!keys.isEmpty() && context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setTicketKeys(keys.stream()
                    .map(key -> ticketKey(clients.demand() == ClientCertificates.Demand.NONE ? key : own(key, clients)))
                    .toArray(OpenSslSessionTicketKey[]::new));
        }
    }

    private static byte[] own(byte[] key, ClientCertificates clients) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            mac.update((clients.demand() + "\n" + clients.authorities()).getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), TICKET_KEY_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HMAC with SHA-512", e);
        }
    }

    private static OpenSslSessionTicketKey ticketKey(byte[] key) {
        int name = OpenSslSessionTicketKey.NAME_SIZE;
        int hmac = name + OpenSslSessionTicketKey.HMAC_KEY_SIZE;
        return new OpenSslSessionTicketKey(
                Arrays.copyOfRange(key, 0, name),
                Arrays.copyOfRange(key, name, hmac),
                Arrays.copyOfRange(key, hmac, TICKET_KEY_BYTES));
    }
}
