package io.sluice.perf.lab;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One HTTP/1.1 connection that never retries and never hides a failure, unlike the JDK's client.
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 5_000;

    private final Socket socket;
    private final InputStream in;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// @param fields names in lower case
    record Answer(int status, Map<String, String> fields, String body) {
        boolean closes() {
            return fields.getOrDefault("connection", "").equalsIgnoreCase("close");
        }
    }

    static HttpConnection open(String address, int port) throws IOException {
        var socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(address, port), TIMEOUT_MILLIS);
        return new HttpConnection(socket);
    }

    /// A connection for one request only.
    static Answer once(String address, int port, String host, String path) throws IOException {
        try (var connection = open(address, port)) {
            return connection.get(host, path);
        }
    }

    /// Whether the peer has neither closed it nor sent what was not asked for. Waits for a millisecond at most.
    boolean isOpen() throws IOException {
        socket.setSoTimeout(1);
        try {
            in.read(); // the end, or what nobody asked for
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    Answer get(String host, String path) throws IOException {
        return exchange(
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: application/json\r\n\r\n", new byte[0]);
    }

    Answer post(String host, String path, byte[] body) throws IOException {
        return exchange(
                "POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + body.length + "\r\n\r\n",
                body);
    }

    private Answer exchange(String head, byte[] body) throws IOException {
        var request = new ByteArrayOutputStream();
        request.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        request.writeBytes(body);
        socket.getOutputStream().write(request.toByteArray());
        var status = Integer.parseInt(line().split(" ")[1]);
        var fields = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Answer(status, Map.copyOf(fields), body(fields));
    }

    private String body(Map<String, String> fields) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            for (var size = chunkSize(); size > 0; size = chunkSize()) {
                bytes.write(exactly(size));
                line();
            }
            line();
        } else {
            bytes.write(exactly(Integer.parseInt(fields.getOrDefault("content-length", "0"))));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";")[0].strip(), 16);
    }

    private byte[] exactly(int count) throws IOException {
        var bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the body ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection ended after '" + line + "'");
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
