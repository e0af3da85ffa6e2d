package io.sluice.controlplane.certs;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// Private keys in PKCS#8, PKCS#1 (RSA) and SEC 1 (elliptic curves).
final class KeyReader {

    private static final byte[] PROBE = {'s', 'l', 'u', 'i', 'c', 'e'};

    private KeyReader() {}

    /// The only private key among the blocks, as PKCS#8.
    ///
    /// @param owner whose key it should be; older forms of keys do not say on which curve they are
    /// @throws BadSecret when there is none, or none that can be used
    static PrivateKey read(List<PemBlock> blocks, PublicKey owner) {
        List<PemBlock> keys = blocks.stream().filter(PemBlock::isPrivateKey).toList();
        if (keys.isEmpty()) {
            throw new BadSecret(
                    "no-key",
                    "holds no private key",
                    "name the secret with the key in ssl_key, or put the key behind the certificates");
        }
        if (keys.size() > 1) {
            throw new BadSecret("many-keys", "holds " + keys.size() + " private keys", "leave the certificate's own");
        }
        return key(keys.getFirst(), owner);
    }

    private static PrivateKey key(PemBlock block, PublicKey owner) {
        if (block.encrypted() || block.label().equals("ENCRYPTED PRIVATE KEY")) {
            throw new BadSecret(
                    "encrypted-key",
                    "holds a private key that needs a password, and nobody is there to type it",
                    "take the password off, `openssl pkey -in key.pem -out plain.pem`, and let the swarm keep it secret");
        }
        byte[] info = switch (block.label()) {
            case "PRIVATE KEY" -> block.der();
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" ->
                Der.privateKeyInfo(Der.algorithm(owner.getEncoded()), block.der());
            default ->
                throw new BadSecret(
                        "unsupported-key", "holds a kind of key that is not for TLS", "use an RSA or an ECDSA key");
        };
        try {
            return KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(info));
        } catch (GeneralSecurityException | RuntimeException e) { // the JDK's decoders throw both
            throw new BadSecret(
                    "key-mismatch",
                    "holds a private key that cannot be read as a key of this certificate (" + owner.getAlgorithm()
                            + ")",
                    "see whether key and certificate belong together");
        }
    }

    static boolean matches(PrivateKey key, PublicKey owner) {
        if (key instanceof RSAPrivateKey own && owner instanceof RSAPublicKey other) {
            return own.getModulus().equals(other.getModulus());
        }
        try {
            Signature signature =
                    Signature.getInstance(owner.getAlgorithm().equals("EC") ? "SHA256withECDSA" : key.getAlgorithm());
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(owner);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException | RuntimeException e) {
            return false;
        }
    }
}
