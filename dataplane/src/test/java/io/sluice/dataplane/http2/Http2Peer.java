package io.sluice.dataplane.http2;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.dataplane.http2.Http2Wire.Frame;

/// The endpoint's side of one HTTP/2 connection, which speaks as a test tells it to, right or wrong. It answers to
/// settings and pings, and widens windows, unless told otherwise.
public final class Http2Peer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 20_000;
    private static final int PREFACE_BYTES = 24;

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder decoder = new HpackDecoder(Blocks.TABLE_BYTES);
    private final Map<Integer, Request> requests = new HashMap<>();
    private final Deque<Request> begun = new ArrayDeque<>();
    private boolean widens = true;
    private boolean acknowledges = true;
    private boolean pongs = true;

    public Http2Peer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// What came on one stream, so far.
    public static final class Request {
        private final int id;
        private final List<String> head;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private List<String> trailers = List.of();
        private boolean ended;
        private int reset = -1;

        Request(int id, List<String> head) {
            this.id = id;
            this.head = head;
        }

        public int id() {
            return id;
        }

        public List<String> head() {
            return head;
        }

        public Optional<String> field(String name) {
            return head.stream()
                    .filter(line -> line.startsWith(name + ": "))
                    .map(line -> line.substring(name.length() + 2))
                    .findFirst();
        }

        public String path() {
            return field(":path").orElseThrow();
        }

        public List<String> trailers() {
            return trailers;
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

    // ---- how it behaves ----

    /// The windows stay as they are.
    public Http2Peer neverWidens() {
        widens = false;
        return this;
    }

    public Http2Peer neverAcknowledges() {
        acknowledges = false;
        return this;
    }

    public Http2Peer neverPongs() {
        pongs = false;
        return this;
    }

    /// Reads what a client says first, and tells these settings.
    ///
    /// @param settings as [Http2Wire#setting] makes them
    public Http2Peer greet(byte[]... settings) throws IOException {
        byte[] preface = in.readNBytes(PREFACE_BYTES);
        if (!new String(preface, StandardCharsets.ISO_8859_1).startsWith("PRI * HTTP/2.0")) {
            throw new AssertionError("not a preface: " + new String(preface, StandardCharsets.ISO_8859_1));
        }
        return send(Frames.SETTINGS, 0, 0, Blocks.join(settings));
    }

    // ---- sending ----

    public Http2Peer raw(byte[] bytes) throws IOException {
        out.write(bytes);
        return this;
    }

    public Http2Peer send(int type, int flags, int streamId, byte[] payload) throws IOException {
        return raw(Http2Wire.frame(type, flags, streamId, payload));
    }

    /// A block of fields, `:status` and its like included.
    public Http2Peer head(Request to, boolean endStream, String... fields) throws IOException {
        int flags = Frames.END_HEADERS | (endStream ? Frames.END_STREAM : 0);
        return send(Frames.HEADERS, flags, to.id(), Http2Wire.block(fields));
    }

    public Http2Peer data(Request to, boolean endStream, byte[] content) throws IOException {
        return send(Frames.DATA, endStream ? Frames.END_STREAM : 0, to.id(), content);
    }

    public Http2Peer data(Request to, boolean endStream, String content) throws IOException {
        return data(to, endStream, Blocks.latin(content));
    }

    public Http2Peer reset(Request to, int errorCode) throws IOException {
        return send(Frames.RST_STREAM, 0, to.id(), Http2Wire.ints(errorCode));
    }

    public Http2Peer goAway(int lastId, int errorCode) throws IOException {
        return send(Frames.GOAWAY, 0, 0, Http2Wire.ints(lastId, errorCode));
    }

    /// 200 and a body.
    public Http2Peer answer(Request to, String body) throws IOException {
        return head(to, false, ":status: 200", "content-length: " + body.length())
                .data(to, true, body);
    }

    // ---- receiving ----

    /// The next frame, which is also added to its request; empty when the connection has ended.
    public Optional<Frame> read() throws IOException {
        byte[] head = new byte[Frames.HEADER_BYTES];
        try {
            in.readFully(head);
        } catch (EOFException e) {
            return Optional.empty();
        }
        ByteBuffer header = ByteBuffer.wrap(head);
        byte[] payload = new byte[header.getInt(0) >>> 8];
        in.readFully(payload);
        Frame frame = new Frame(head[3], head[4], header.getInt(5), payload);
        take(frame);
        return Optional.of(frame);
    }

    private void take(Frame frame) throws IOException {
        boolean isLast = (frame.flags() & Frames.END_STREAM) != 0;
        boolean isAck = (frame.flags() & Frames.ACK) != 0;
        switch (frame.type()) {
            case Frames.HEADERS -> onBlock(frame, isLast);
            case Frames.DATA -> onData(frame, isLast);
            case Frames.RST_STREAM -> requests.get(frame.streamId()).reset = frame.errorCode();
            case Frames.SETTINGS -> {
                if (!isAck && acknowledges) {
                    send(Frames.SETTINGS, Frames.ACK, 0, new byte[0]);
                }
            }
            case Frames.PING -> {
                if (!isAck && pongs) {
                    send(Frames.PING, Frames.ACK, 0, frame.payload());
                }
            }
            default -> {}
        }
    }

    private void onBlock(Frame frame, boolean isLast) {
        Blocks.Decoded decoded = Blocks.decode(decoder, frame.payload(), Integer.MAX_VALUE);
        if (decoded.result() != HpackDecoder.Result.COMPLETE || (frame.flags() & Frames.END_HEADERS) == 0) {
            throw new AssertionError("not a whole block: " + decoded);
        }
        Request known = requests.get(frame.streamId());
        if (known == null) {
            known = new Request(frame.streamId(), decoded.fields());
            requests.put(frame.streamId(), known);
            begun.addLast(known);
        } else {
            known.trailers = new ArrayList<>(decoded.fields());
        }
        known.ended |= isLast;
    }

    private void onData(Frame frame, boolean isLast) throws IOException {
        Request request = requests.get(frame.streamId());
        request.body.write(frame.payload());
        request.ended |= isLast;
        if (widens && frame.payload().length > 0) {
            send(Frames.WINDOW_UPDATE, 0, 0, Http2Wire.ints(frame.payload().length));
            if (!isLast) {
                send(Frames.WINDOW_UPDATE, 0, frame.streamId(), Http2Wire.ints(frame.payload().length));
            }
        }
    }

    private void readMore() throws IOException {
        if (read().isEmpty()) {
            throw new EOFException("the proxy has closed the connection");
        }
    }

    /// The next request, as far as it is here.
    public Request next() throws IOException {
        while (begun.isEmpty()) {
            readMore();
        }
        return begun.pollFirst();
    }

    /// The next request as a whole.
    public Request take() throws IOException {
        return await(next());
    }

    /// The rest of a request, or what came of it before it was reset.
    public Request await(Request request) throws IOException {
        while (!request.ended && request.reset < 0) {
            readMore();
        }
        return request;
    }

    public Request awaitReset(Request request) throws IOException {
        while (request.reset < 0) {
            readMore();
        }
        return request;
    }

    /// Reads until so much of a request's content is here.
    public Request awaitBytes(Request request, int count) throws IOException {
        while (request.body.size() < count) {
            readMore();
        }
        return request;
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

    /// Reads until the connection ends; the error code of the last GOAWAY, or -1.
    public int awaitEnd() throws IOException {
        int error = -1;
        for (Optional<Frame> frame = read(); frame.isPresent(); frame = read()) {
            error = frame.get().isGoAway() ? frame.get().errorCode() : error;
        }
        return error;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
