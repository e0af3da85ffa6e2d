package io.sluice.controlplane.identity;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Keys and certificates as text (RFC 7468).
final class Pem {

    private static final int LINE = 64;

    private Pem() {}

    static String block(String label, byte[] der) {
        Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
        return "-----BEGIN " + label + "-----\n" + encoder.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    static PrivateKey key(String text) {
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decoded(text, "PRIVATE KEY")));
        } catch (GeneralSecurityException e) {
            throw new IdentityException("the private key cannot be read", e);
        }
    }

    static X509Certificate certificate(String text) {
        return certificate(decoded(text, "CERTIFICATE"));
    }

    static X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IdentityException("a certificate cannot be read", e);
        }
    }

    private static byte[] decoded(String text, String label) {
        Matcher block = Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----")
                .matcher(text);
        if (!block.find()) {
            throw new IdentityException("there is no " + label + " in the file");
        }
        try {
            return Base64.getMimeDecoder().decode(block.group(1).getBytes(StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException e) {
            throw new IdentityException("the " + label + " in the file is damaged", e);
        }
    }
}
