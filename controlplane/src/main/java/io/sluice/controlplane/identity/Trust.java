package io.sluice.controlplane.identity;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/// TLS 1.3 in which nobody is believed but the authority's own, and each side must have the role that the other
/// expects. Host names do not count: a role does.
public final class Trust {

    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private Trust() {}

    /// A control plane's side: who shows a certificate must be a proxy.
    public static SSLContext forControl(Identity control) {
        return context(keys(control), new RoleCheck(control.authority(), "", Role.PROXY));
    }

    /// The side of a proxy that has joined.
    public static SSLContext forProxy(Identity proxy) {
        return context(keys(proxy), new RoleCheck(proxy.authority(), "", Role.CONTROL));
    }

    /// The side of a proxy that joins: it knows the authority by the token only.
    public static SSLContext forJoining(JoinToken token) {
        return context(new KeyManager[0], new RoleCheck(null, token.fingerprint(), Role.CONTROL));
    }

    /// To be called on each socket of these contexts.
    public static void restrict(SSLSocket socket) {
        socket.setEnabledProtocols(PROTOCOLS);
    }

    private static SSLContext context(KeyManager[] keys, TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(keys, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IdentityException("TLS cannot be set up", e);
        }
    }

    private static KeyManager[] keys(Identity identity) {
        try {
            char[] password = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("own", identity.key(), password, identity.chain().toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IdentityException("the own certificate cannot be used", e);
        }
    }

    /// The chain is a certificate of the role, signed by the authority, and maybe the authority's.
    private static final class RoleCheck extends X509ExtendedTrustManager {

        private final @Nullable X509Certificate authority;
        private final String fingerprint;
        private final Role role;

        RoleCheck(@Nullable X509Certificate authority, String fingerprint, Role role) {
            this.authority = authority;
            this.fingerprint = fingerprint;
            this.role = role;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || chain.length > 2) {
                throw new CertificateException("a chain of " + chain.length + " certificates");
            }
            try {
                X509Certificate root = root(chain[chain.length - 1]);
                chain[0].verify(root.getPublicKey());
                chain[0].checkValidity();
                root.checkValidity();
                if (chain[0].getBasicConstraints() >= 0) {
                    throw new CertificateException("the peer is an authority itself");
                }
                String _ = role.nameIn(chain[0]);
            } catch (CertificateException e) {
                throw e;
            } catch (GeneralSecurityException | IdentityException e) {
                throw new CertificateException("not signed by this authority for this role: " + e.getMessage(), e);
            }
        }

        private X509Certificate root(X509Certificate last) throws CertificateException {
            if (authority != null) {
                return authority;
            }
            if (!JoinToken.fingerprintOf(last).equals(fingerprint)) {
                throw new CertificateException("the authority is not the one that the join token names");
            }
            return last;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
