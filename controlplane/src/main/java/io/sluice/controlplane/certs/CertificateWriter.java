package io.sluice.controlplane.certs;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.List;

/// Writes certificates (RFC 5280, 4.1), for the demo and for tests: the JDK reads them only.
///
/// @param authority it may sign others
public record CertificateWriter(
        String subject, List<String> dnsNames, Instant notBefore, Instant notAfter, boolean authority) {

    private static final byte[] VERSION_3 = Der.tagged(0xa0, Der.integer(BigInteger.TWO));
    private static final int SERIAL_BITS = 120;

    public CertificateWriter {
        dnsNames = List.copyOf(dnsNames);
    }

    /// On the curve P-256.
    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no P-256", e);
        }
    }

    /// PEM of a certificate and of its key, in one text.
    public String selfSigned(KeyPair key) {
        return Chain.pem(PemBlock.CERTIFICATE, signed(key.getPublic(), subject, key.getPrivate()))
                + Chain.pem("PRIVATE KEY", key.getPrivate().getEncoded());
    }

    /// PEM of a certificate that another signed, and of its key.
    ///
    /// @param issuer subject of the other
    public String issued(KeyPair key, String issuer, PrivateKey issuerKey) {
        return Chain.pem(PemBlock.CERTIFICATE, signed(key.getPublic(), issuer, issuerKey))
                + Chain.pem("PRIVATE KEY", key.getPrivate().getEncoded());
    }

    /// DER.
    byte[] signed(PublicKey key, String issuer, PrivateKey issuerKey) {
        return signed(key, issuer, issuerKey, SignatureKind.of(issuerKey));
    }

    byte[] signed(PublicKey key, String issuer, PrivateKey issuerKey, SignatureKind kind) {
        byte[] content = Der.sequence(
                VERSION_3,
                Der.integer(new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS)),
                kind.algorithm(),
                name(issuer),
                Der.sequence(Der.time(notBefore), Der.time(notAfter)),
                name(subject),
                key.getEncoded(),
                Der.tagged(0xa3, extensions()));
        try {
            Signature signature = Signature.getInstance(kind.name());
            signature.initSign(issuerKey);
            signature.update(content);
            return Der.sequence(content, kind.algorithm(), Der.bits(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate cannot be signed with " + kind.name(), e);
        }
    }

    private static byte[] name(String commonName) {
        return Der.sequence(
                Der.tagged(Der.SET, Der.sequence(Der.oid("2.5.4.3"), Der.text(Der.UTF8_STRING, commonName))));
    }

    private byte[] extensions() {
        byte[] constraints = extension("2.5.29.19", authority ? Der.sequence(Der.bool(true)) : Der.sequence());
        if (dnsNames.isEmpty()) {
            return Der.sequence(constraints);
        }
        byte[][] names = dnsNames.stream().map(name -> Der.text(0x82, name)).toArray(byte[][]::new);
        return Der.sequence(constraints, extension("2.5.29.17", Der.sequence(names)));
    }

    private static byte[] extension(String oid, byte[] value) {
        return Der.sequence(Der.oid(oid), Der.tagged(Der.OCTET_STRING, value));
    }

    /// @param name as the JDK calls it
    record SignatureKind(String name, String oid, boolean hasNull) {

        static final SignatureKind ECDSA = new SignatureKind("SHA256withECDSA", "1.2.840.10045.4.3.2", false);
        static final SignatureKind RSA = new SignatureKind("SHA256withRSA", "1.2.840.113549.1.1.11", true);
        static final SignatureKind RSA_SHA1 = new SignatureKind("SHA1withRSA", "1.2.840.113549.1.1.5", true);
        static final SignatureKind ED25519 = new SignatureKind("Ed25519", "1.3.101.112", false);

        static SignatureKind of(PrivateKey key) {
            return switch (key.getAlgorithm()) {
                case "RSA" -> RSA;
                case "EC" -> ECDSA;
                default -> ED25519;
            };
        }

        byte[] algorithm() {
            return hasNull ? Der.sequence(Der.oid(oid), Der.tagged(0x05)) : Der.sequence(Der.oid(oid));
        }
    }
}
