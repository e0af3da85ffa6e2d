package io.sluice.controlplane.certs;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.sluice.controlplane.config.Printable;

/// A certificate and those that lead from it to its root, as a file has them.
///
/// @param certificates the leaf first; at least one
record Chain(List<X509Certificate> certificates) {

    private static final int MAX_NAMES = 500;
    private static final int DNS_NAME = 2;
    private static final Base64.Encoder MIME = Base64.getMimeEncoder(64, new byte[] {'\n'});

    Chain {
        certificates = List.copyOf(certificates);
    }

    /// @throws BadSecret when there is no certificate, or one that cannot be read
    static Chain of(List<PemBlock> blocks) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : blocks) {
            if (block.isCertificate()) {
                certificates.add(certificate(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new BadSecret("no-certificate", "holds no certificate", "name the secret with the certificate");
        }
        return new Chain(certificates);
    }

    private static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | RuntimeException e) { // the JDK's decoders throw both
            throw new BadSecret(
                    "bad-certificate",
                    "holds a certificate that cannot be read",
                    "see whether it was cut off or changed");
        }
    }

    X509Certificate leaf() {
        return certificates.getFirst();
    }

    CertificateFacts facts() {
        X509Certificate leaf = leaf();
        return new CertificateFacts(
                names(leaf),
                commonName(leaf.getIssuerX500Principal().getName()),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant(),
                keyType(leaf.getPublicKey()),
                digest());
    }

    String pem() {
        StringBuilder pem = new StringBuilder();
        certificates.forEach(certificate -> pem.append(pem(PemBlock.CERTIFICATE, encoded(certificate))));
        return pem.toString();
    }

    static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + MIME.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            certificates.forEach(certificate -> digest.update(encoded(certificate)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    /// The subject's common name counts only where there is no alternative name (RFC 6125, 6.4.4).
    private static List<String> names(X509Certificate leaf) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.stream()
                        .filter(name -> name.getFirst().equals(DNS_NAME))
                        .limit(MAX_NAMES)
                        .forEach(name -> names.add(normalized(String.valueOf(name.get(1)))));
            }
        } catch (CertificateException | RuntimeException e) {
            throw new BadSecret("bad-certificate", "has alternative names that cannot be read", "have it made again");
        }
        if (names.isEmpty()) {
            names.add(normalized(commonName(leaf.getSubjectX500Principal().getName())));
        }
        return List.copyOf(names);
    }

    private static String normalized(String name) {
        return Printable.escaped(name.toLowerCase(Locale.ROOT));
    }

    private static String commonName(String distinguishedName) {
        for (String part : distinguishedName.split(",")) {
            if (part.startsWith("CN=")) {
                return Printable.escaped(part.substring("CN=".length()));
            }
        }
        return Printable.escaped(distinguishedName);
    }

    private static String keyType(PublicKey key) {
        return switch (key) {
            case RSAPublicKey rsa -> "RSA " + rsa.getModulus().bitLength();
            case ECPublicKey ec -> "EC P-" + ec.getParams().getOrder().bitLength();
            default -> key.getAlgorithm();
        };
    }
}
