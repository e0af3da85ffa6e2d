package io.sluice.controlplane.health;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An endpoint on a port of its own that treats each connection as its script says, once it has read a request head.
final class ScriptedEndpoint implements Closeable {

    private final ServerSocket server;
    private final Script script;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    private ScriptedEndpoint(ServerSocket server, Script script) {
        this.server = server;
        this.script = script;
    }

    /// The connection is closed when it returns or throws.
    @FunctionalInterface
    interface Script {

        void play(Socket socket) throws IOException, InterruptedException;
    }

    static ScriptedEndpoint playing(Script script) {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            ScriptedEndpoint endpoint = new ScriptedEndpoint(server, script);
            Thread.ofVirtual().name("scripted-endpoint").start(endpoint::accept);
            return endpoint;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScriptedEndpoint answering(String response) {
        return playing(socket -> send(socket, response));
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    /// Heads as they came, one character per byte.
    List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            requests.add(head(socket.getInputStream()));
            script.play(socket);
        } catch (IOException e) {
            return; // the other side is gone, or the test is over
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", 16) < 0) { // a PROXY header begins with such a line end
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("no request head");
            }
            head.append((char) octet);
        }
        return head.toString();
    }
}
