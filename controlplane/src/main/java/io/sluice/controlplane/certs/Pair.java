package io.sluice.controlplane.certs;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.util.List;

import io.sluice.dataplane.model.TlsIdentity;

/// A chain and the private key of its leaf. Short-lived: it has the key.
record Pair(Chain chain, PrivateKey key) {

    /// @param keyContent the same where both are in one file
    /// @throws BadSecret of the certificate's file, or a [BadKey]
    static Pair read(byte[] certificateContent, byte[] keyContent) {
        Chain chain = Chain.of(PemText.blocks(certificateContent));
        try {
            PrivateKey key =
                    KeyReader.read(PemText.blocks(keyContent), chain.leaf().getPublicKey());
            requireMatch(chain, key);
            return new Pair(chain, key);
        } catch (BadSecret bad) {
            throw new BadKey(bad);
        }
    }

    private static void requireMatch(Chain chain, PrivateKey key) {
        if (KeyReader.matches(key, chain.leaf().getPublicKey())) {
            return;
        }
        List<Integer> owners = chain.certificates().stream()
                .filter(other -> KeyReader.matches(key, other.getPublicKey()))
                .map(chain.certificates()::indexOf)
                .toList();
        if (!owners.isEmpty()) {
            throw new BadSecret(
                    "chain-order",
                    "is the key of certificate number " + (owners.getFirst() + 1) + " of its chain, not of the first",
                    "put the host's own certificate first, then whoever signed it");
        }
        throw new BadSecret(
                "key-mismatch",
                "is not the private key of the certificate",
                "see whether key and certificate belong together");
    }

    TlsIdentity identity() {
        return new TlsIdentity(
                chain.pem().getBytes(StandardCharsets.US_ASCII),
                Chain.pem("PRIVATE KEY", key.getEncoded()).getBytes(StandardCharsets.US_ASCII));
    }

    /// Says nothing of the key.
    @Override
    public String toString() {
        return "Pair[" + chain.facts().digest() + "]";
    }

    /// The certificate is good, its key is not.
    static final class BadKey extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient BadSecret bad;

        BadKey(BadSecret bad) {
            super(bad.problem(), null, false, false);
            this.bad = bad;
        }

        BadSecret bad() {
            return bad;
        }
    }
}
