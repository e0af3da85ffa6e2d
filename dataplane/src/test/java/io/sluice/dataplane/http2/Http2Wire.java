package io.sluice.dataplane.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// A client that speaks HTTP/2 as a test tells it to, right or wrong.
public final class Http2Wire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final byte[] PREFACE = Blocks.latin("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
    private final Map<Integer, Response> responses = new HashMap<>();
    private boolean widens = true;
    private boolean acknowledges = true;
    private boolean outputEnded;
    private int nextId = 1;

    private Http2Wire(Socket socket) throws IOException {
        this.socket = socket;
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// One frame as it came.
    public record Frame(int type, int flags, int streamId, byte[] payload) {

        public int errorCode() {
            return type == Frames.GOAWAY ? intAt(payload, 4) : intAt(payload, 0);
        }

        public boolean isGoAway() {
            return type == Frames.GOAWAY;
        }

        public boolean isReset() {
            return type == Frames.RST_STREAM;
        }
    }

    /// What came on one stream, so far.
    public static final class Response {
        private final List<List<String>> blocks = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private boolean ended;
        private int reset = -1;

        /// Of the final head.
        public int status() {
            return Integer.parseInt(field(":status").orElse("0"));
        }

        public Optional<String> field(String name) {
            return value(head(), name);
        }

        public Optional<String> trailer(String name) {
            return value(blocks.getLast(), name);
        }

        private static Optional<String> value(List<String> fields, String name) {
            return fields.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        public List<String> head() {
            return blocks.stream()
                    .filter(block -> !block.getFirst().startsWith(":status: 1"))
                    .findFirst()
                    .orElse(List.of());
        }

        /// Interim ones, the final one, trailers.
        public List<List<String>> blocks() {
            return blocks;
        }

        public byte[] body() {
            return body.toByteArray();
        }

        public String text() {
            return body.toString(StandardCharsets.ISO_8859_1);
        }

        public boolean isEnded() {
            return ended;
        }

        /// The code of the reset, or -1.
        public int reset() {
            return reset;
        }
    }

    /// Says what a client says first, and waits for nothing.
    public static Http2Wire connect(int port) throws IOException {
        return begin(connectSilently(port));
    }

    /// As [#connect], over a connection that is there.
    public static Http2Wire over(Socket connected) throws IOException {
        return begin(new Http2Wire(connected));
    }

    private static Http2Wire begin(Http2Wire wire) throws IOException {
        wire.out.write(PREFACE);
        wire.send(Frames.SETTINGS, 0, 0, new byte[0]);
        return wire;
    }

    public static Http2Wire connectSilently(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return new Http2Wire(socket);
    }

    // ---- sending ----

    public Http2Wire raw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    public Http2Wire send(int type, int flags, int streamId, byte[] payload) throws IOException {
        return raw(frame(type, flags, streamId, payload));
    }

    public static byte[] frame(int type, int flags, int streamId, byte[] payload) {
        byte[] head = ByteBuffer.allocate(9)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(streamId)
                .array();
        return Blocks.join(head, payload);
    }

    public static byte[] ints(int... values) {
        byte[] bytes = new byte[values.length * Integer.BYTES];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i / 4] >>> (24 - i % 4 * 8));
        }
        return bytes;
    }

    /// `id value` as in SETTINGS.
    public static byte[] setting(int id, int value) {
        return Blocks.join(new byte[] {(byte) (id >>> 8), (byte) id}, ints(value));
    }

    /// The payload of PRIORITY.
    public static byte[] priority(int dependency) {
        return Blocks.join(ints(dependency), new byte[] {16});
    }

    /// A field that the table is to remember.
    public static byte[] remembered(String name, String value) {
        byte[] field = block(name + ": " + value);
        field[0] = 0x40;
        return field;
    }

    /// Fields as `name: value`, pseudo fields included, each as a literal.
    public static byte[] block(String... fields) {
        byte[] block = {};
        for (String field : fields) {
            int colon = field.indexOf(": ", 1);
            byte[] name = Blocks.latin(field.substring(0, colon));
            byte[] value = Blocks.latin(field.substring(colon + 2));
            block = Blocks.join(block, new byte[] {0}, string(name), string(value));
        }
        return block;
    }

    private static byte[] string(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (text.length < 127) {
            out.write(text.length);
        } else {
            out.write(127);
            int rest = text.length - 127;
            for (; rest >= 128; rest >>>= 7) {
                out.write((rest & 127) | 128);
            }
            out.write(rest);
        }
        out.writeBytes(text);
        return out.toByteArray();
    }

    /// The usual pseudo fields for `app.test`, and more fields.
    public static byte[] request(String method, String path, String... more) {
        byte[] pseudo = block(":method: " + method, ":scheme: http", ":path: " + path, ":authority: app.test");
        return Blocks.join(pseudo, block(more));
    }

    /// A request without a body; returns its stream.
    public int get(String path, String... more) throws IOException {
        return headers(true, request("GET", path, more));
    }

    /// A request whose body follows; returns its stream.
    public int post(String path, String... more) throws IOException {
        return headers(false, request("POST", path, more));
    }

    /// Opens the next stream with a block.
    public int headers(boolean endStream, byte[] block) throws IOException {
        int id = nextId;
        nextId += 2;
        headers(id, endStream, block);
        return id;
    }

    /// Opens the next stream with a block of any length, in as many frames as it needs.
    public int longHeaders(byte[] block) throws IOException {
        int id = nextId;
        nextId += 2;
        int type = Frames.HEADERS;
        int from = 0;
        for (; block.length - from > Frames.MAX_PAYLOAD_BYTES; from += Frames.MAX_PAYLOAD_BYTES) {
            send(type, Frames.END_STREAM, id, Arrays.copyOfRange(block, from, from + Frames.MAX_PAYLOAD_BYTES));
            type = Frames.CONTINUATION;
        }
        send(type, Frames.END_STREAM | Frames.END_HEADERS, id, Arrays.copyOfRange(block, from, block.length));
        return id;
    }

    public static byte[] join(byte[]... parts) {
        return Blocks.join(parts);
    }

    public Http2Wire headers(int id, boolean endStream, byte[] block) throws IOException {
        return send(Frames.HEADERS, Frames.END_HEADERS | (endStream ? Frames.END_STREAM : 0), id, block);
    }

    public Http2Wire data(int id, boolean endStream, byte[] content) throws IOException {
        return send(Frames.DATA, endStream ? Frames.END_STREAM : 0, id, content);
    }

    public Http2Wire reset(int id, int errorCode) throws IOException {
        return send(Frames.RST_STREAM, 0, id, ints(errorCode));
    }

    public Http2Wire windowUpdate(int id, int more) throws IOException {
        return send(Frames.WINDOW_UPDATE, 0, id, ints(more));
    }

    public Http2Wire ping() throws IOException {
        return send(Frames.PING, 0, 0, new byte[8]);
    }

    /// The windows stay as they are.
    public Http2Wire neverWidens() {
        widens = false;
        return this;
    }

    /// Settings that are received are not acknowledged.
    public Http2Wire neverAcknowledges() {
        acknowledges = false;
        return this;
    }

    public void endOutput() throws IOException {
        outputEnded = true;
        socket.shutdownOutput();
    }

    // ---- receiving ----

    /// The next frame, which is also added to its response; empty when the connection has ended.
    public Optional<Frame> read() throws IOException {
        byte[] head = new byte[Frames.HEADER_BYTES];
        try {
            in.readFully(head);
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        }
        int length = intAt(head, 0) >>> 8;
        byte[] payload = new byte[length];
        in.readFully(payload);
        Frame frame = new Frame(head[3], head[4], intAt(head, 5), payload);
        take(frame);
        return Optional.of(frame);
    }

    private void take(Frame frame) throws IOException {
        Response response = response(frame.streamId());
        switch (frame.type()) {
            case Frames.HEADERS -> {
                Blocks.Decoded decoded = Blocks.decode(decoder, frame.payload(), Integer.MAX_VALUE);
                if (decoded.result() != HpackDecoder.Result.COMPLETE || (frame.flags() & Frames.END_HEADERS) == 0) {
                    throw new AssertionError("not a whole block: " + decoded);
                }
                response.blocks.add(decoded.fields());
                response.ended |= (frame.flags() & Frames.END_STREAM) != 0;
            }
            case Frames.DATA -> {
                response.body.write(frame.payload());
                response.ended |= (frame.flags() & Frames.END_STREAM) != 0;
                if (widens && !outputEnded && frame.payload().length > 0) {
                    widen(frame, response.ended);
                }
            }
            case Frames.RST_STREAM -> response.reset = frame.errorCode();
            case Frames.SETTINGS -> {
                if ((frame.flags() & Frames.ACK) == 0 && !outputEnded && acknowledges) {
                    send(Frames.SETTINGS, Frames.ACK, 0, new byte[0]);
                }
            }
            default -> {}
        }
    }

    private void widen(Frame frame, boolean ended) throws IOException {
        windowUpdate(0, frame.payload().length);
        if (!ended) {
            windowUpdate(frame.streamId(), frame.payload().length);
        }
    }

    public Response response(int id) {
        return responses.computeIfAbsent(id, key -> new Response());
    }

    /// The whole response of a stream, or what came of it before it was reset.
    public Response await(int id) throws IOException {
        return await(id, response -> response.ended || response.reset >= 0);
    }

    /// Reads until so much of a stream's content is here.
    public Response awaitBytes(int id, int count) throws IOException {
        return await(id, response -> response.body.size() >= count);
    }

    /// The final head of a stream.
    public Response awaitHead(int id) throws IOException {
        return await(id, response -> !response.head().isEmpty());
    }

    private Response await(int id, Predicate<Response> isThere) throws IOException {
        Response response = response(id);
        while (!isThere.test(response)) {
            if (read().isEmpty()) {
                throw new EOFException("the connection ended before stream " + id);
            }
        }
        return response;
    }

    /// Reads until the connection ends; the error code of the last GOAWAY, or -1.
    public int awaitEnd() throws IOException {
        int error = -1;
        for (Optional<Frame> frame = read(); frame.isPresent(); frame = read()) {
            error = frame.get().isGoAway() ? frame.get().errorCode() : error;
        }
        return error;
    }

    /// Reads until a frame of that type comes.
    public Frame awaitFrame(int type) throws IOException {
        while (true) {
            Frame frame = read().orElseThrow(EOFException::new);
            if (frame.type() == type) {
                return frame;
            }
        }
    }

    private static int intAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).getInt(at);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
