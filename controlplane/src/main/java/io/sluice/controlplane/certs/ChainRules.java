package io.sluice.controlplane.certs;

import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

import io.sluice.controlplane.config.ConfigError.Severity;

/// What clients may hold against a chain that can be used.
final class ChainRules {

    private static final int MIN_RSA_BITS = 2048;

    private ChainRules() {}

    /// @param name of the file, for messages
    static List<CertificateProblem> problems(Chain chain, String name) {
        List<CertificateProblem> problems = new ArrayList<>();
        X509Certificate leaf = chain.leaf();
        if (leaf.getPublicKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            problems.add(warning(
                    "weak-key",
                    name + " has an RSA key of " + rsa.getModulus().bitLength() + " bits: clients refuse it",
                    "make one of 2048 bits, or on the curve P-256"));
        }
        String algorithm = leaf.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.startsWith("SHA1") || algorithm.startsWith("MD")) {
            problems.add(warning(
                    "weak-signature", name + " is signed with " + leaf.getSigAlgName(), "have it signed with SHA-256"));
        }
        order(chain.certificates(), name, problems);
        return problems;
    }

    private static void order(List<X509Certificate> chain, String name, List<CertificateProblem> problems) {
        for (int i = 1; i < chain.size(); i++) {
            if (!issuer(chain.get(i - 1)).equals(subject(chain.get(i)))) {
                problems.add(warning(
                        "chain-order",
                        name + " has a certificate, number " + (i + 1) + ", that did not sign the one before it",
                        "put the host's own first, then whoever signed it, and so on; leave out others"));
                return;
            }
        }
        X509Certificate last = chain.getLast();
        if (!issuer(last).equals(subject(last)) && !PublicRoots.SUBJECTS.contains(issuer(last))) {
            problems.add(new CertificateProblem(
                    Severity.NOTICE,
                    "chain-incomplete",
                    false,
                    name + " ends at a certificate signed by '"
                            + chain.getLast().getIssuerX500Principal().getName() + "', which no public root is",
                    "unless clients know that authority, append its certificate"));
        }
    }

    private static X500Principal issuer(X509Certificate certificate) {
        return certificate.getIssuerX500Principal();
    }

    private static X500Principal subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal();
    }

    private static CertificateProblem warning(String code, String message, String hint) {
        return new CertificateProblem(Severity.WARNING, code, false, message, hint);
    }

    /// Those that the Java runtime trusts, as browsers do; read when the first chain asks.
    private static final class PublicRoots {

        private static final Set<X500Principal> SUBJECTS = subjects();

        private static Set<X500Principal> subjects() {
            Set<X500Principal> subjects = new HashSet<>();
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                Arrays.stream(factory.getTrustManagers())
                        .filter(X509TrustManager.class::isInstance)
                        .map(X509TrustManager.class::cast)
                        .forEach(manager -> Arrays.stream(manager.getAcceptedIssuers())
                                .forEach(root -> subjects.add(root.getSubjectX500Principal())));
            } catch (NoSuchAlgorithmException | KeyStoreException e) {
                throw new IllegalStateException("this Java runtime trusts nobody", e);
            }
            return subjects;
        }
    }
}
