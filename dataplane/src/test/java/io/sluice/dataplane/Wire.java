package io.sluice.dataplane;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// One raw connection, as a client or as an endpoint: sends exactly what it is told, and reads byte for byte.
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final InputStream in;

    Wire(Socket socket) {
        this.socket = socket;
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wire connect(int port) throws IOException {
        return connect(port, 0);
    }

    /// @param receiveBytes of the kernel's buffer; 0: as it likes
    static Wire connect(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        return new Wire(socket);
    }

    Wire send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// A GET for `app.test`.
    Wire get(String target) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\nHost: app.test\r\n\r\n");
    }

    /// One whole message.
    ///
    /// @param head with the empty line
    record Message(String head, byte[] body, String trailers) {

        String startLine() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }

        Optional<String> field(String name) {
            return Arrays.stream(head.split("\r\n"))
                    .skip(1)
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                    .map(line -> line.substring(name.length() + 1).trim())
                    .findFirst();
        }
    }

    /// Reads a request, or a response that has a body when it says so.
    Message read() throws IOException {
        return read(true);
    }

    Message readWithoutBody() throws IOException {
        return read(false);
    }

    private Message read(boolean mayHaveBody) throws IOException {
        Message head = new Message(readHead(), new byte[0], "");
        if (!mayHaveBody) {
            return head;
        }
        if (head.field("transfer-encoding").isPresent()) {
            return readChunked(head.head());
        }
        int length = head.field("content-length").map(Integer::parseInt).orElse(0);
        return new Message(head.head(), readBytes(length), "");
    }

    String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            head.append((char) readByte());
        }
        return head.toString();
    }

    private Message readChunked(String head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            if (size == 0) {
                return new Message(head, body.toByteArray(), readTrailers());
            }
            body.writeBytes(readBytes(size));
            if (!readLine().isEmpty()) {
                throw new IOException("no CRLF behind a chunk");
            }
        }
    }

    private String readTrailers() throws IOException {
        StringBuilder trailers = new StringBuilder();
        String line = readLine();
        while (!line.isEmpty()) {
            trailers.append(line).append("\r\n");
            line = readLine();
        }
        return trailers.toString();
    }

    String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || !line.substring(line.length() - 2).equals("\r\n")) {
            line.append((char) readByte());
        }
        return line.substring(0, line.length() - 2);
    }

    int readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the connection ended");
        }
        return b;
    }

    byte[] readBytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /// Reads and drops that many bytes.
    void skip(long count) throws IOException {
        in.skipNBytes(count);
    }

    /// Everything until the end.
    String readRest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /// Everything until the end or a reset.
    End readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                bytes.write(b);
            }
            return new End(bytes.toString(StandardCharsets.ISO_8859_1), false);
        } catch (SocketException e) {
            return new End(bytes.toString(StandardCharsets.ISO_8859_1), true);
        }
    }

    record End(String text, boolean isReset) {}

    /// Ends our side; the other may go on.
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
