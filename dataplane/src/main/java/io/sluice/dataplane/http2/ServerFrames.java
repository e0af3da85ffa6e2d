package io.sluice.dataplane.http2;

import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.loop.OnLoop;
import org.jspecify.annotations.Nullable;

/// What the frames of one client connection mean (RFC 9113, 5 and 6).
@OnLoop
final class ServerFrames {

    /// RFC 9218, 7.1: counted as what it replaces.
    private static final int PRIORITY_UPDATE = 16;

    private final ServerConnection connection;
    private final ServerStreams streams;
    private final GlitchBudget glitches;
    private final PeerSettings settings = new PeerSettings();
    private final FrameReader in = new FrameReader();
    private final ServerBlocks blocks;
    private int prefaceBytes; // that have come
    private boolean hasSettings;
    private boolean isAcknowledged;
    private @Nullable ServerStream dataStream; // that takes the DATA frame under way
    private int dataStreamId;
    private int contentBytes; // of the DATA frame under way

    ServerFrames(ServerConnection connection) {
        this.connection = connection;
        streams = connection.streams();
        glitches = connection.glitches();
        blocks = new ServerBlocks(connection, settings);
    }

    /// Consumes the data.
    void add(ByteBuf data, ByteBufAllocator allocator) {
        in.add(data, allocator);
    }

    void drop() {
        in.drop();
    }

    /// Reads what is there; true when some is left for another turn of the loop.
    boolean process() {
        blocks.beginTurn();
        boolean goesOn = readPreface();
        while (goesOn && !connection.isGone() && !blocks.isTurnOver()) {
            FrameReader.Event event = in.next();
            goesOn = event != FrameReader.Event.NEED_MORE;
            on(event);
        }
        if (connection.isGone()) {
            in.drop();
            return false;
        }
        in.dropIfRead();
        boolean isPartial = blocks.isUnderWay() || (in.hasUnread() && !in.isWithinData());
        connection.waits().forBlock(isPartial && prefaceBytes == Frames.prefaceBytes());
        return goesOn;
    }

    private boolean readPreface() {
        if (prefaceBytes < Frames.prefaceBytes()) {
            prefaceBytes = in.skipPreface(prefaceBytes);
            if (prefaceBytes < 0) {
                connection.fail(ErrorCode.PROTOCOL_ERROR);
            }
        }
        return prefaceBytes == Frames.prefaceBytes();
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
            case Frames.PRIORITY -> onPriority();
            case Frames.GOAWAY -> onGoAway();
            case Frames.PUSH_PROMISE -> connection.fail(ErrorCode.PROTOCOL_ERROR);
            case PRIORITY_UPDATE -> connection.onGlitch(glitches.onPriority(streams.begunCount(), System.nanoTime()));
            default -> connection.onGlitch(glitches.onUnknown(System.nanoTime()));
        }
    }

    // ---- contents ----

    private void onDataBegin() {
        int id = in.streamId();
        boolean isAllowed = isInOrder(Frames.DATA) && id != 0 && !streams.isIdle(id);
        if (!isAllowed) {
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
            onDataOfNobody(id);
        } else if (dataStream.input().isEnded()) {
            connection.resetFor(dataStream, ErrorCode.STREAM_CLOSED);
        } else if (!dataStream.input().tryReceive(in.length())) {
            connection.resetFor(dataStream, ErrorCode.FLOW_CONTROL_ERROR);
        }
    }

    private void onDataOfNobody(int id) {
        if (!streams.closed().wasReset(id)) {
            connection.resetFor(id, ErrorCode.STREAM_CLOSED);
        }
    }

    /// The stream that the content is for; null when it is over.
    private @Nullable ServerStream dataStream() {
        boolean isOpen = dataStream != null && !dataStream.isOver() && dataStream.id() == dataStreamId;
        return isOpen ? dataStream : null;
    }

    private void onData() {
        ServerStream stream = dataStream();
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
        ServerStream stream = dataStream();
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
        if (in.streamId() != 0) {
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
        if (!hasSettings) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        if (isAcknowledged) {
            connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
        }
        isAcknowledged = true;
        connection.waits().onAcknowledged();
    }

    private void applySettings() {
        if (hasSettings) {
            connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
        } else {
            hasSettings = true;
            connection.waits().forRequest();
            if (!isAcknowledged) {
                connection.waits().forAcknowledgement();
            }
        }
        if (connection.isGone()) {
            return;
        }
        long before = settings.initialWindowBytes();
        int error = settings.apply(in.bytes(), in.payloadStart(), in.length());
        if (error != ErrorCode.NO_ERROR) {
            connection.fail(error);
        } else {
            connection.out().settingsAck();
            connection.scheduleFlush();
            widen(settings.initialWindowBytes() - before);
        }
    }

    private void widen(long more) {
        if (more == 0) {
            return;
        }
        List<ServerStream> visited = streams.visit();
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
        long data = in.bytes().getLong(in.payloadStart());
        boolean isAck = in.hasFlag(Frames.ACK);
        if (isAck && data == ServerConnection.LEAVING_PING && connection.isLeaving()) {
            connection.onLeft();
            return;
        }
        connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
        if (!isAck && !connection.isGone()) {
            connection.out().ping(data, true);
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

    private void widenStream(@Nullable ServerStream stream, int more) {
        if (stream == null) {
            return;
        }
        if (more == 0) {
            connection.resetFor(stream, ErrorCode.PROTOCOL_ERROR);
        } else if (!stream.output().tryWiden(more)) {
            connection.resetFor(stream, ErrorCode.FLOW_CONTROL_ERROR);
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
        if (id == 0 || streams.isIdle(id)) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
            return;
        }
        ServerStream stream = streams.find(id);
        if (stream != null) {
            connection.onReset(stream);
        } else {
            connection.onGlitch(glitches.onUnknown(System.nanoTime()));
        }
    }

    /// Read and forgotten (RFC 9113, 5.3.2).
    private void onPriority() {
        int id = in.streamId();
        if (id == 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (in.length() != Frames.PRIORITY_BYTES) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
        } else if ((in.bytes().getInt(in.payloadStart()) & Frames.MAX_31_BITS) == id) {
            connection.fail(ErrorCode.PROTOCOL_ERROR); // depends on itself
        } else {
            connection.onGlitch(glitches.onPriority(streams.begunCount(), System.nanoTime()));
        }
    }

    /// The client leaves when it has its answers.
    private void onGoAway() {
        if (in.streamId() != 0) {
            connection.fail(ErrorCode.PROTOCOL_ERROR);
        } else if (in.length() < 2 * Integer.BYTES) {
            connection.fail(ErrorCode.FRAME_SIZE_ERROR);
        } else {
            connection.onGlitch(glitches.onControl(connection.out().dataFrames(), System.nanoTime()));
        }
    }
}
