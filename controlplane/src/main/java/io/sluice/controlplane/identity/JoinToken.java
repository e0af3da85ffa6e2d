package io.sluice.controlplane.identity;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

import io.sluice.controlplane.codec.RecordCodec;

/// What a proxy needs to join: which authority to believe, and a secret that the authority believes. As text:
/// `SLUICE-1-<fingerprint>-<secret>`.
///
/// @param fingerprint SHA-256 of the authority's certificate, in hexadecimal digits
public record JoinToken(String fingerprint, String secret) {

    private static final int SECRET_BYTES = 32;
    private static final int KEY_BYTES = 32;
    private static final int UNIT_DIGITS = 32;
    private static final Pattern FORM = Pattern.compile("SLUICE-1-([0-9a-f]{64})-([A-Za-z0-9_]{43})");

    static JoinToken create(X509Certificate authority) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String text =
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret).replace('-', '_');
        return new JoinToken(fingerprintOf(authority), text);
    }

    /// Surrounding blanks, as files have them, do not count.
    ///
    /// @throws IdentityException that does not repeat the text
    public static JoinToken parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IdentityException("the join token is none; 'sluice ca init' makes one");
        }
        return new JoinToken(parts.group(1), parts.group(2));
    }

    static String fingerprintOf(X509Certificate certificate) {
        try {
            return RecordCodec.digest(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IdentityException("a certificate cannot be written", e);
        }
    }

    /// In the same time whatever the secret is.
    public boolean isSecret(String candidate) {
        return MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /// A key that only who has the token can derive.
    ///
    /// @param purpose another one, another key
    public byte[] deriveKey(String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                            .thenExpand(purpose.getBytes(StandardCharsets.UTF_8), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HKDF with SHA-256", e);
        }
    }

    /// Which token it is, in certificates; says nothing of the secret, which nobody can guess.
    String unit() {
        return "token-"
                + RecordCodec.digest(secret.getBytes(StandardCharsets.UTF_8)).substring(0, UNIT_DIGITS);
    }

    /// As in its file.
    public String text() {
        return "SLUICE-1-" + fingerprint + "-" + secret;
    }

    /// Without the secret: it belongs in no log.
    @Override
    public String toString() {
        return "JoinToken[" + fingerprint + "]";
    }
}
