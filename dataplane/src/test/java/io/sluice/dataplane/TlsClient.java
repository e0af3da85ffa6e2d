package io.sluice.dataplane;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

import io.sluice.dataplane.http2.Http2Wire;
import org.jspecify.annotations.Nullable;

/// A TLS client that believes every certificate, and tells which it was given.
final class TlsClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final SSLSocket socket;

    private TlsClient(SSLSocket socket) {
        this.socket = socket;
    }

    /// @param serverName empty: none
    /// @param protocols of ALPN; none: the extension is not sent
    static TlsClient connect(int port, String serverName, String... protocols) throws IOException {
        return handshake(new Socket(InetAddress.getLoopbackAddress(), port), serverName, context(null), protocols);
    }

    /// A certificate to show, PEM, with its key.
    record Identity(byte[] certificate, byte[] key) {}

    static TlsClient connect(int port, String serverName, Identity identity, String... protocols) throws IOException {
        return handshake(new Socket(InetAddress.getLoopbackAddress(), port), serverName, context(identity), protocols);
    }

    /// Sends every byte in a segment of its own.
    static TlsClient connectBytewise(int port, String serverName) throws IOException {
        return handshake(new BytewiseSocket(port), serverName, context(null));
    }

    private static TlsClient handshake(Socket plain, String serverName, SSLContext context, String... protocols)
            throws IOException {
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MILLIS);
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(serverName.isEmpty() ? List.of() : List.of(new SNIHostName(serverName)));
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new TlsClient(socket);
    }

    private static SSLContext context(@Nullable Identity identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    identity == null ? null : TlsEndpoint.keys(identity),
                    new TrustManager[] {new Trusting()},
                    new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// For [#protocol()] `h2`.
    Http2Wire http2() throws IOException {
        return Http2Wire.over(socket);
    }

    Wire wire() {
        return new Wire(socket);
    }

    /// Says that nothing more will be sent (close_notify).
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /// Of the subject, without `CN=`.
    String certificate() throws IOException {
        X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return leaf.getSubjectX500Principal().getName().substring("CN=".length());
    }

    String protocol() {
        return socket.getApplicationProtocol();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class BytewiseSocket extends Socket {

        BytewiseSocket(int port) throws IOException {
            super(InetAddress.getLoopbackAddress(), port);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            OutputStream out = super.getOutputStream();
            return new FilterOutputStream(out) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    for (int i = from; i < from + length; i++) {
                        out.write(bytes, i, 1);
                    }
                }
            };
        }
    }

    private static final class Trusting implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
