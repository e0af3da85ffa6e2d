package io.sluice.dataplane.http2;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.loop.OnLoop;
import org.jspecify.annotations.Nullable;

/// What the frames of one endpoint's connection mean (RFC 9113, 5 and 6), to a client.
@OnLoop
final class ClientFrames {

    private final ClientConnection connection;
    private final ClientStreams streams;
    private final GlitchBudget glitches;
    private final FrameReader in = new FrameReader();
    private final ClientBlocks blocks;
    private boolean hasSettings;
    private boolean isAcknowledged;
    private @Nullable ClientStream dataStream; // that takes the DATA frame under way
    private int dataStreamId;
    private int contentBytes; // of the DATA frame under way

    ClientFrames(ClientConnection connection) {
        this.connection = connection;
        streams = connection.streams();
        glitches = connection.glitches();
        blocks = new ClientBlocks(connection);
    }

    /// Consumes the data.
    void add(ByteBuf data, ByteBufAllocator allocator) {
        in.add(data, allocator);
    }

    void drop() {
        in.drop();
    }

    /// Reads what is there.
    void process() {
        boolean goesOn = true;
        while (goesOn && !connection.isGone()) {
            FrameReader.Event event = in.next();
            goesOn = event != FrameReader.Event.NEED_MORE;
            on(event);
        }
        if (connection.isGone()) {
            in.drop();
        } else {
            in.dropIfRead();
        }
    }

    private void on(FrameReader.Event event) {
        switch (event) {
            case NEED_MORE -> {}
            case FRAME -> onFrame();
            case DATA_BEGIN -> onDataBegin();
            case DATA -> onData();
            case DATA_END -> onDataEnd();
            case BAD_SIZE -> connection.fail(ErrorCode.FRAME_SIZE_ERROR);
            case BAD_PADDING -> connection.fail(ErrorCode.PROTOCOL_ERROR);
        }
    }

    /// The first frame is SETTINGS; a block of fields is not interrupted.
    private boolean isInOrder(int type) {
        return (hasSettings || type == Frames.SETTINGS) && (!blocks.isUnderWay() || type == Frames.CONTINUATION);
    }

    private void onFrame() {
        int type = in.type();
        if (!isInOrder(type)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        switch (type) {
            case Frames.HEADERS -> blocks.onHeaders(in);
            case Frames.CONTINUATION -> blocks.onContinuation(in);
            case Frames.WINDOW_UPDATE -> onWindowUpdate();
            case Frames.RST_STREAM -> onReset();
            case Frames.SETTINGS -> onSettings();
            case Frames.PING -> onPing();
            case Frames.PRIORITY -> connection.onGlitch(glitches.onPriority(streams.begunCount(), System.nanoTime()));
            case Frames.GOAWAY -> onGoAway();
            // We have told that we take none (RFC 9113, 8.4).
            case Frames.PUSH_PROMISE -> connection.fail(ErrorCode.PROTOCOL_ERROR);
            default -> connection.onGlitch(glitches.onUnknown(System.nanoTime()));
        }
    }

    // ---- contents ----

    private void onDataBegin() {
        int id = in.streamId();
        if (!isInOrder(Frames.DATA) || streams.isIdle(id)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        if (!connection.window().tryReceive(in.length())) {
            connection.fail(ErrorCode.FLOW_CONTROL_ERROR);
            return;
        }
        contentBytes = 0;
        dataStreamId = id;
        dataStream = streams.find(id);
        if (dataStream == null) {
            if (!streams.closed().wasReset(id)) {
                connection.onGlitch(glitches.onUnknown(System.nanoTime()));
            }
        } else if (!dataStream.hasHead()) {
            dataStream.onMalformed(Failure.BAD_STATUS_LINE);
        } else if (dataStream.input().isEnded()) {
            connection.fail(ErrorCode.STREAM_CLOSED);
        } else if (!dataStream.input().tryReceive(in.length())) {
            connection.fail(ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    /// The stream that the content is for; null when it is over.
    private @Nullable ClientStream dataStream() {
        boolean isOpen = dataStream != null && !dataStream.isOver() && dataStream.id() == dataStreamId;
        return isOpen ? dataStream : null;
    }

    private void onData() {
        ClientStream stream = dataStream();
        if (stream == null) {
            int bytes = in.dropData();
            contentBytes += bytes;
            connection.onTaken(bytes);
            return;
        }
        ByteBuf data = in.takeData();
        contentBytes += data.readableBytes();
        stream.onData(data);
    }

    private void onDataEnd() {
        boolean isLast = in.hasFlag(Frames.END_STREAM);
        int overhead = in.length() - contentBytes;
        ClientStream stream = dataStream();
        dataStream = null;
        if (stream == null) {
            connection.onTaken(overhead);
        } else {
            connection.onTaken(stream, overhead);
            if (isLast) {
                stream.onEnd();
            }
        }
        connection.onGlitch(glitches.onData(contentBytes, in.paddingBytes(), isLast, System.nanoTime()));
    }

    // ---- control ----

    private void onSettings() {
        boolean isAck = in.hasFlag(Frames.ACK);
        if (in.streamId() != 0 || (isAck && !hasSettings)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (isAck ? in.length() != 0 : in.length() % Frames.SETTING_BYTES != 0) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
        } else if (isAck) {
            onSettingsAck();
        } else {
            applySettings();
        }
    }

    private void onSettingsAck() {
        if (isAcknowledged) {
            connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
        }
        isAcknowledged = true;
        connection.waits().onAcknowledged();
    }

    private void applySettings() {
        if (hasSettings) {
            connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
            if (connection.isGone()) {
                return;
            }
        }
        PeerSettings peer = connection.peer();
        long before = peer.initialWindowBytes();
        int error = peer.apply(in.bytes(), in.payloadStart(), in.length());
        if (error != ErrorCode.NO_ERROR) {
            connection.fail(error);
            return;
        }
        connection.out().settingsAck();
        connection.scheduleFlush();
        widen(peer.initialWindowBytes() - before);
        if (!hasSettings) {
            hasSettings = true;
            connection.onReady();
        }
    }

    private void widen(long more) {
        if (more == 0) {
            return;
        }
        List<ClientStream> visited = streams.visit();
        for (int i = 0; i < visited.size(); i++) {
            if (!visited.get(i).output().tryWiden(more)) {
                connection.fail(ErrorCode.FLOW_CONTROL_ERROR);
                return;
            }
        }
        connection.queue().pump();
    }

    private void onPing() {
        if (in.streamId() != 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        if (in.length() != Frames.PING_BYTES) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
            return;
        }
        connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
        if (!in.hasFlag(Frames.ACK) && !connection.isGone()) {
            connection.out().ping(in.bytes().getLong(in.payloadStart()), true);
            connection.scheduleFlush();
        }
    }

    private void onWindowUpdate() {
        if (in.length() != Integer.BYTES) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
            return;
        }
        int id = in.streamId();
        int more = in.bytes().getInt(in.payloadStart()) & Frames.MAX_31_BITS;
        boolean isIdle = id != 0 && streams.isIdle(id);
        if (isIdle || (id == 0 && more == 0)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        connection.onGlitch(glitches.onWindowUpdate(connection.out().dataFrames(), System.nanoTime()));
        if (connection.isGone()) {
            return;
        }
        if (id == 0) {
            widenConnection(more);
        } else {
            widenStream(streams.find(id), more);
        }
    }

    private void widenConnection(int more) {
        if (!connection.queue().tryWiden(more)) {
            connection.fail(ErrorCode.FLOW_CONTROL_ERROR);
        } else {
            connection.scheduleFlush();
        }
    }

    private void widenStream(@Nullable ClientStream stream, int more) {
        if (stream == null) {
            return;
        }
        if (more == 0 || !stream.output().tryWiden(more)) {
            stream.onMalformed(Failure.BAD_CONNECTION);
        } else {
            connection.queue().pump();
            connection.scheduleFlush();
        }
    }

    private void onReset() {
        int id = in.streamId();
        if (in.length() != Integer.BYTES) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
            return;
        }
        if (streams.isIdle(id)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        ClientStream stream = streams.find(id);
        if (stream != null) {
            stream.onReset(in.bytes().getInt(in.payloadStart()));
        } else if (!streams.closed().wasReset(id)) {
            connection.onGlitch(glitches.onUnknown(System.nanoTime()));
        }
    }

    private void onGoAway() {
        if (in.streamId() != 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (in.length() < 2 * Integer.BYTES) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
        } else {
            connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
            if (!connection.isGone()) {
                connection.onGoAway(in.bytes().getInt(in.payloadStart()) & Frames.MAX_31_BITS);
            }
        }
    }
}
