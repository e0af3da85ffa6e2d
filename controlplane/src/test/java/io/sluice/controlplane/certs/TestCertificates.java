package io.sluice.controlplane.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Certificates for tests, made on the spot.
public final class TestCertificates {

    private TestCertificates() {}

    /// PEM of a self-signed certificate for the hosts and of its key.
    public static String combined(String... hosts) {
        return writer(hosts).selfSigned(CertificateWriter.newKey());
    }

    /// Good for a year.
    static CertificateWriter writer(String... hosts) {
        return writer(Instant.now().plus(Duration.ofDays(365)), hosts);
    }

    static CertificateWriter writer(Instant notAfter, String... hosts) {
        return new CertificateWriter(
                hosts[0], List.of(hosts), Instant.now().minus(Duration.ofDays(400)), notAfter, false);
    }

    static KeyPair rsa(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String certificate(byte[] der) {
        return Chain.pem(PemBlock.CERTIFICATE, der);
    }

    static String key(KeyPair key) {
        return Chain.pem("PRIVATE KEY", key.getPrivate().getEncoded());
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// As careful operators do: whole or not at all.
    public static void replace(Path file, String content) {
        try {
            Path next = Files.writeString(file.resolveSibling("." + file.getFileName() + ".next"), content);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
