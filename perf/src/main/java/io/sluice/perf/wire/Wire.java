package io.sluice.perf.wire;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/// One blocking HTTP/1.1 connection, either end of it: as little of the protocol as is needed here, and strict.
public final class Wire implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int MAX_LINE_BYTES = 16 * 1024;
    private static final int CHUNK_BYTES = 16 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /// @param timeoutMillis between two reads; 0: none
    public Wire(Socket socket, int timeoutMillis) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMillis);
        in = new BufferedInputStream(socket.getInputStream(), CHUNK_BYTES);
        out = new BufferedOutputStream(socket.getOutputStream(), CHUNK_BYTES);
    }

    public static Wire connect(int port) throws IOException {
        return connect(port, 0);
    }

    /// From an address of this host.
    public static Wire connect(InetAddress from, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return new Wire(socket, TIMEOUT_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public void timeoutMillis(int millis) throws SocketException {
        socket.setSoTimeout(millis);
    }

    /// Writes bytes as they are.
    public void sendRaw(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /// @param receiveBytes of the socket's buffer, small for a reader that lets the sender wait; 0: as the kernel likes
    public static Wire connect(int port, int receiveBytes) throws IOException {
        Socket socket = new Socket();
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            return new Wire(socket, TIMEOUT_MILLIS);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    public InputStream in() {
        return in;
    }

    public OutputStream out() {
        return out;
    }

    /// A start line and its fields.
    ///
    /// @param fields by name in lower case; of several of one name, the last
    /// @param lines of the fields, as they came
    public record Head(String start, TreeMap<String, String> fields, List<String> lines) {

        /// Of a response.
        public int status() throws WireException {
            if (!start.matches("HTTP/1\\.[01] \\d{3}( .*)?")) {
                throw new WireException("no status line: " + start);
            }
            return Integer.parseInt(start.substring(9, 12));
        }

        public String field(String name) {
            return fields.getOrDefault(name, "");
        }

        public boolean isChunked() {
            return field("transfer-encoding").equals("chunked");
        }

        public boolean closes() {
            return field("connection").equals("close");
        }
    }

    /// @param lines start line and fields, without the empty line
    public void send(String... lines) throws IOException {
        out.write((String.join("\r\n", lines) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /// In chunks of uneven size.
    public void sendChunked(byte[] body) throws IOException {
        int at = 0;
        while (at < body.length) {
            int size = Math.min(body.length - at, 1 + (at * 31 + body.length) % CHUNK_BYTES);
            out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(body, at, size);
            out.write('\r');
            out.write('\n');
            at += size;
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /// Empty when the other end closed before the first byte.
    public Optional<Head> readHead() throws IOException {
        Optional<String> start = line();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        Head head = new Head(start.get(), new TreeMap<>(), new ArrayList<>());
        for (String line = requiredLine(); !line.isEmpty(); line = requiredLine()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new WireException("no field: " + line);
            }
            head.lines.add(line);
            head.fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return Optional.of(head);
    }

    private String requiredLine() throws IOException {
        return line().orElseThrow(() -> new WireException("closed in the middle of a message"));
    }

    private Optional<String> line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && line.size() == 0) {
                return Optional.empty();
            }
            if (b < 0 || line.size() > MAX_LINE_BYTES) {
                throw new WireException("no end of line after " + line.size() + " bytes");
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new WireException("bare line feed: " + text);
        }
        return Optional.of(text.substring(0, text.length() - 1));
    }

    public byte[] readBody(Head head) throws IOException {
        return head.isChunked() ? readChunked() : readExactly(length(head));
    }

    public static int length(Head head) throws WireException {
        String length = head.field("content-length");
        try {
            return length.isEmpty() ? 0 : Integer.parseInt(length);
        } catch (NumberFormatException e) {
            throw new WireException("no length: " + length);
        }
    }

    private byte[] readChunked() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            int size = chunkSize();
            if (size > 0) {
                body.write(readExactly(size));
            }
            if (!requiredLine().isEmpty()) {
                throw new WireException("no line end after a chunk, or a trailer that nobody sent");
            }
            if (size == 0) {
                return body.toByteArray();
            }
        }
    }

    private int chunkSize() throws IOException {
        String line = requiredLine();
        try {
            return Integer.parseInt(line, 16);
        } catch (NumberFormatException e) {
            throw new WireException("no chunk size: " + line);
        }
    }

    public byte[] readExactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new WireException("closed after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /// Ends the connection with a reset instead of an orderly end.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
