package io.sluice.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;

/// Takes one frame after another out of what a connection receives, in any segmentation, without an object per frame.
/// Content is given on as it comes; other frames when they are whole. Whoever asks decides the pace.
final class FrameReader {

    /// What [#next()] found.
    enum Event {
        NEED_MORE,
        /// A whole frame other than DATA: its payload is `[payloadStart, payloadStart + length)` of [#bytes()].
        FRAME,
        /// The start of a DATA frame: [#length()] counts against the windows.
        DATA_BEGIN,
        /// Some of its content: [#takeData()] or [#dropData()] is next.
        DATA,
        /// Its end; the content that is left out is padding.
        DATA_END,
        /// Longer than allowed, or too short for its padding.
        BAD_SIZE,
        /// As long as the frame, or longer.
        BAD_PADDING
    }

    private enum State {
        HEADER,
        DATA_BEGIN,
        DATA,
        PADDING
    }

    private ByteBuf unread = Unpooled.EMPTY_BUFFER;
    private State state = State.HEADER;
    private boolean isWhole; // the frame under `unread`'s reader index was told, and is to be skipped
    private int length;
    private int type;
    private int flags;
    private int streamId;
    private int dataLeft;
    private int paddingBytes;
    private int paddingLeft;

    /// Consumes the data.
    void add(ByteBuf data, ByteBufAllocator allocator) {
        if (!unread.isReadable()) {
            drop();
            unread = data;
            return;
        }
        int more = data.readableBytes();
        if (unread.isReadOnly() || unread.writableBytes() < more) {
            ByteBuf larger = allocator.directBuffer(Math.max(unread.readableBytes() + more, wantedBytes()));
            larger.writeBytes(unread);
            drop();
            unread = larger;
        }
        unread.writeBytes(data);
        data.release();
    }

    /// So that a frame which comes byte by byte is not copied for each.
    private int wantedBytes() {
        if (unread.readableBytes() < Frames.HEADER_BYTES) {
            return Frames.HEADER_BYTES;
        }
        int wanted = Frames.HEADER_BYTES + unread.getUnsignedMedium(unread.readerIndex());
        return Math.min(wanted, Frames.HEADER_BYTES + Frames.MAX_PAYLOAD_BYTES);
    }

    /// Skips the bytes that a client says first.
    ///
    /// @return how many of the wanted bytes match, from `offset` on; -1 when one does not
    int skipPreface(int offset) {
        int at = offset;
        while (at < Frames.prefaceBytes() && unread.isReadable()) {
            if (unread.readByte() != Frames.prefaceByte(at)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    Event next() {
        if (isWhole) {
            isWhole = false;
            unread.skipBytes(length);
        }
        return switch (state) {
            case HEADER -> header();
            case DATA_BEGIN -> dataBegin();
            case DATA -> data();
            case PADDING -> padding();
        };
    }

    private Event header() {
        if (unread.readableBytes() < Frames.HEADER_BYTES) {
            return Event.NEED_MORE;
        }
        int at = unread.readerIndex();
        length = unread.getUnsignedMedium(at);
        type = unread.getUnsignedByte(at + 3);
        flags = unread.getUnsignedByte(at + 4);
        streamId = unread.getInt(at + 5) & Frames.MAX_31_BITS;
        if (length > Frames.MAX_PAYLOAD_BYTES) {
            return Event.BAD_SIZE;
        }
        if (type == Frames.DATA) {
            unread.skipBytes(Frames.HEADER_BYTES);
            state = State.DATA_BEGIN;
            return dataBegin();
        }
        if (unread.readableBytes() < Frames.HEADER_BYTES + length) {
            return Event.NEED_MORE;
        }
        unread.skipBytes(Frames.HEADER_BYTES);
        isWhole = true;
        return Event.FRAME;
    }

    private Event dataBegin() {
        paddingBytes = 0;
        dataLeft = length;
        if ((flags & Frames.PADDED) != 0) {
            if (length == 0) {
                return Event.BAD_SIZE;
            }
            if (!unread.isReadable()) {
                return Event.NEED_MORE;
            }
            paddingBytes = unread.readUnsignedByte();
            dataLeft = length - 1 - paddingBytes;
            if (dataLeft < 0) {
                return Event.BAD_PADDING;
            }
        }
        paddingLeft = paddingBytes;
        state = dataLeft > 0 ? State.DATA : State.PADDING;
        return Event.DATA_BEGIN;
    }

    private Event data() {
        return unread.isReadable() ? Event.DATA : Event.NEED_MORE;
    }

    private Event padding() {
        int skipped = Math.min(paddingLeft, unread.readableBytes());
        unread.skipBytes(skipped);
        paddingLeft -= skipped;
        if (paddingLeft > 0) {
            return Event.NEED_MORE;
        }
        state = State.HEADER;
        return Event.DATA_END;
    }

    /// After [Event#DATA]: what is here of the content; the caller releases it.
    ByteBuf takeData() {
        int count = countData();
        if (count < unread.readableBytes()) {
            return unread.readRetainedSlice(count);
        }
        ByteBuf all = unread;
        unread = Unpooled.EMPTY_BUFFER;
        return all;
    }

    /// After [Event#DATA]: nobody wants it.
    ///
    /// @return how many bytes that was
    int dropData() {
        int count = countData();
        unread.skipBytes(count);
        return count;
    }

    private int countData() {
        int count = Math.min(dataLeft, unread.readableBytes());
        dataLeft -= count;
        if (dataLeft == 0) {
            state = State.PADDING;
        }
        return count;
    }

    // ---- the frame that was found ----

    int type() {
        return type;
    }

    int streamId() {
        return streamId;
    }

    boolean hasFlag(int flag) {
        return (flags & flag) != 0;
    }

    /// Of the payload, padding included.
    int length() {
        return length;
    }

    /// Of a DATA frame, without the byte that says so.
    int paddingBytes() {
        return paddingBytes;
    }

    /// The rest of a DATA frame's content is still to come.
    boolean isWithinData() {
        return state != State.HEADER;
    }

    ByteBuf bytes() {
        return unread;
    }

    int payloadStart() {
        return unread.readerIndex();
    }

    boolean hasUnread() {
        return unread.isReadable();
    }

    /// Forgets everything that is unread.
    void drop() {
        unread.release();
        unread = Unpooled.EMPTY_BUFFER;
    }

    /// An idle connection holds no buffer.
    void dropIfRead() {
        if (!unread.isReadable()) {
            drop();
        }
    }
}
