package io.sluice.controlplane.identity;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;

import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Signs the certificates of control planes and proxies (P-256, ECDSA). All control planes have the same key, from one
/// file, so that each believes what another signed.
public final class Authority {

    static final String ORGANIZATION = "Sluice";

    /// Of what it signs.
    public static final Duration LIFETIME = Duration.ofHours(24);

    private static final Duration OWN_LIFETIME = Duration.ofDays(3650);
    /// Clocks differ.
    private static final Duration BACKDATED = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    private final PrivateKey key;
    private final X509Certificate certificate;
    private final InstantSource clock;

    private Authority(PrivateKey key, X509Certificate certificate, InstantSource clock) {
        this.key = key;
        this.certificate = certificate;
        this.clock = clock;
    }

    public static Authority create(InstantSource clock) {
        KeyPair pair = newKeys();
        X500Principal name = new X500Principal("CN=Sluice authority,O=" + ORGANIZATION);
        Instant now = clock.instant();
        try {
            X509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), now, OWN_LIFETIME)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
            return new Authority(pair.getPrivate(), signed(builder, pair.getPrivate()), clock);
        } catch (CertIOException e) {
            throw new IdentityException("no authority can be made", e);
        }
    }

    /// @param pem key and certificate, as [#toPem()] writes them
    public static Authority read(String pem, InstantSource clock) {
        return new Authority(Pem.key(pem), Pem.certificate(pem), clock);
    }

    public String toPem() {
        try {
            return Pem.block("PRIVATE KEY", key.getEncoded()) + Pem.block("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IdentityException("the authority cannot be written", e);
        }
    }

    public JoinToken newToken() {
        return JoinToken.create(certificate);
    }

    /// Whether the token is for this authority.
    public boolean knows(JoinToken token) {
        return token.fingerprint().equals(JoinToken.fingerprintOf(certificate));
    }

    /// With a new key.
    public Identity issue(String name, Role role) {
        KeyPair pair = newKeys();
        return new Identity(pair.getPrivate(), List.of(sign(name, role.subject(), pair.getPublic()), certificate));
    }

    /// For a key that somebody else has. The certificate names what was joined with, so that whoever joined
    /// with another token is known by it.
    ///
    /// @param publicKey SubjectPublicKeyInfo, of a P-256 key
    /// @return DER of the certificate and of the authority's
    public List<byte[]> issue(String name, Role role, JoinToken token, byte[] publicKey) {
        try {
            PublicKey subject = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey));
            return List.of(
                    sign(name, role.subject() + ",OU=" + token.unit(), subject).getEncoded(), certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IdentityException("the public key of " + role.text() + " cannot be read", e);
        }
    }

    private X509Certificate sign(String name, String units, PublicKey subject) {
        if (!NAME.matcher(name).matches()) {
            throw new IdentityException("a name of at most 63 small letters, digits, '.', '_' and '-' is needed");
        }
        X500Principal principal = new X500Principal("CN=" + name + "," + units + ",O=" + ORGANIZATION);
        try {
            return signed(
                    builder(certificate.getSubjectX500Principal(), principal, subject, clock.instant(), LIFETIME)
                            .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
                    key);
        } catch (CertIOException e) {
            throw new IdentityException("no certificate can be made for " + name, e);
        }
    }

    private static X509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Instant now, Duration lifetime) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(lifetime)),
                subject,
                key);
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key) {
        try {
            return Pem.certificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key))
                    .getEncoded());
        } catch (OperatorCreationException | java.io.IOException e) {
            throw new IdentityException("a certificate cannot be signed", e);
        }
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has P-256", e);
        }
    }
}
