package io.sluice.dataplane;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

import io.sluice.dataplane.model.Endpoint;

/// An endpoint that ends TLS itself, and answers every request alike.
final class TlsEndpoint implements AutoCloseable {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final SSLServerSocket server;

    private TlsEndpoint(SSLServerSocket server) {
        this.server = server;
    }

    /// @param certificate PEM
    /// @param key PEM, PKCS#8, on an elliptic curve
    static TlsEndpoint start(byte[] certificate, byte[] key) throws IOException {
        TlsEndpoint endpoint = new TlsEndpoint((SSLServerSocket) context(certificate, key)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(endpoint::accept);
        return endpoint;
    }

    private static SSLContext context(byte[] certificate, byte[] key) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys(new TlsClient.Identity(certificate, key)), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyManager[] keys(TlsClient.Identity identity) {
        try {
            Certificate leaf = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(identity.certificate()));
            String text = new String(identity.key(), StandardCharsets.US_ASCII).replaceAll("-----[A-Z ]+-----|\\s", "");
            PrivateKey secret = KeyFactory.getInstance("EC")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(text)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("own", secret, new char[0], new Certificate[] {leaf});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void serve(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            while (true) {
                wire.read();
                wire.send(ANSWER);
            }
        } catch (IOException e) {
            // the client has left
        }
    }

    Endpoint endpoint() {
        return new Endpoint("own.1", (InetSocketAddress) server.getLocalSocketAddress());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
