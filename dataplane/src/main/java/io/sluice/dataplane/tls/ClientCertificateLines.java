package io.sluice.dataplane.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.security.auth.x500.X500Principal;

import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;

/// What endpoints are told of the certificate that a client showed: lines of HTTP/1.1 for every request of its
/// connection, made once. The names are those of [io.sluice.dataplane.http.FieldId#CLIENT_CERT], which no client
/// can send.
public final class ClientCertificateLines {

    private static final byte[] NOTHING = {};
    private static final String PREFIX = "x-client-cert-";
    private static final HexFormat ESCAPE = HexFormat.of().withUpperCase();

    private ClientCertificateLines() {}

    /// Of a complete handshake, in which TLS has verified the certificate, or in the one whose session it resumes.
    public static byte[] of(SSLSession session, ClientCertificates asked) {
        if (asked.demand() == Demand.NONE || asked.told() == Told.NOTHING) {
            return NOTHING;
        }
        try {
            Certificate[] chain = session.getPeerCertificates();
            return lines((X509Certificate) chain[0], asked.told()).getBytes(StandardCharsets.US_ASCII);
        } catch (SSLPeerUnverifiedException e) {
            return (PREFIX + "verified: false\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    static String lines(X509Certificate certificate, Told told) {
        try {
            byte[] der = certificate.getEncoded();
            String lines = line(PREFIX + "verified", "true")
                    + line(PREFIX + "subject", name(certificate.getSubjectX500Principal()))
                    + line(PREFIX + "issuer", name(certificate.getIssuerX500Principal()))
                    + line(PREFIX + "serial", certificate.getSerialNumber().toString(16))
                    + line(
                            PREFIX + "fingerprint",
                            HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-256").digest(der)));
            return told == Told.CERTIFICATE
                    ? lines + line("client-cert", ":" + Base64.getEncoder().encodeToString(der) + ":")
                    : lines;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was verified cannot be written", e);
        }
    }

    private static String line(String name, String value) {
        return name + ": " + value + "\r\n";
    }

    /// As RFC 2253 writes it, in ASCII: other characters, above all line ends, are pairs of hexadecimal digits behind a
    /// backslash, one for each byte of UTF-8.
    static String name(X500Principal name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getName(X500Principal.RFC2253).getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 0x7f) {
                text.append((char) b);
            } else {
                ESCAPE.toHexDigits(text.append('\\'), b);
            }
        }
        return text.toString();
    }
}
