package io.sluice.controlplane.identity;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A key and the certificates that say whose it is.
///
/// @param chain its own, then the authority's
public record Identity(PrivateKey key, List<X509Certificate> chain) {

    public Identity {
        chain = List.copyOf(chain);
        if (chain.size() != 2) {
            throw new IdentityException("an identity is a certificate and the authority's, not " + chain.size());
        }
    }

    /// A key that waits for its certificate.
    ///
    /// @param encoded the public half, SubjectPublicKeyInfo
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Request(PrivateKey key, byte[] encoded) {

        public static Request create() {
            KeyPair pair = Authority.newKeys();
            return new Request(pair.getPrivate(), pair.getPublic().getEncoded());
        }

        /// @param certificates as [Authority#issue(String, Role, byte[])] answers
        public Identity with(List<byte[]> certificates) {
            return new Identity(key, certificates.stream().map(Pem::certificate).toList());
        }

        @Override
        public String toString() {
            return "Request[" + encoded.length + " bytes]";
        }
    }

    X509Certificate authority() {
        return chain.getLast();
    }

    /// Whether a third of its life or less is left.
    public boolean isOld(Instant now) {
        return now.isAfter(end().minus(Duration.between(begin(), end()).dividedBy(3)));
    }

    public boolean hasEnded(Instant now) {
        return now.isAfter(end());
    }

    private Instant begin() {
        return chain.getFirst().getNotBefore().toInstant();
    }

    private Instant end() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /// Without the key: it belongs in no log.
    @Override
    public String toString() {
        return "Identity[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
