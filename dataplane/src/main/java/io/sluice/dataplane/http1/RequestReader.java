package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import io.sluice.dataplane.metrics.Counter;
import org.jspecify.annotations.Nullable;

/// Takes one request after another out of what a client connection receives. Whoever asks decides the pace: what it
/// does not ask for waits.
final class RequestReader {

    private final Http1Context shared;
    private final InputBuffer unread = new InputBuffer();
    private final BodyDecoder body;
    private @Nullable RequestHead head; // from a request's first byte to releaseHead()
    private Failure failure = Failure.NONE;

    RequestReader(Http1Context shared) {
        this.shared = shared;
        body = new BodyDecoder(shared.limits());
    }

    /// Consumes the data.
    void add(ByteBuf data, ByteBufAllocator allocator) {
        shared.counters().add(Counter.BYTES_RECEIVED, data.readableBytes());
        unread.add(data, allocator);
    }

    boolean hasUnread() {
        return unread.isReadable();
    }

    /// HEAD once the head is complete.
    ReadEvent nextHead() {
        if (!unread.isReadable()) {
            return ReadEvent.NEED_MORE;
        }
        RequestHead current = takeHead();
        Fields fields = current.fields();
        while (true) {
            int before = fields.length();
            int copied = unread.copyTo(fields, shared.limits().requestHeadBytes());
            switch (shared.requestScanner().scan(current)) {
                case INCOMPLETE -> unread.skip(copied);
                case COMPLETE -> {
                    unread.skip(fields.lineStart() - before);
                    return ReadEvent.HEAD;
                }
                case REFUSED -> {
                    failure = shared.requestScanner().failure();
                    return ReadEvent.REFUSED;
                }
            }
            if (!unread.isReadable()) {
                return ReadEvent.NEED_MORE;
            }
        }
    }

    private RequestHead takeHead() {
        if (head == null) {
            head = shared.heads().takeRequest();
        }
        return head;
    }

    /// Call it when the head says that a body follows.
    void beginBody() {
        RequestHead request = head();
        body.begin(request.isChunked() ? Framing.CHUNKED : Framing.LENGTH, request.contentLength());
    }

    /// DATA as often as there is some, then END once.
    ReadEvent nextBody() {
        ReadEvent event = ReadEvent.of(body.next(unread.bytes()));
        if (event == ReadEvent.REFUSED) {
            failure = body.failure();
        }
        return event;
    }

    /// What is here is not the whole body, beyond doubt.
    boolean isBodyCut() {
        return body.needsMoreThan(unread.readableBytes());
    }

    /// More than may wait to be asked for.
    boolean isFull() {
        return unread.readableBytes() > shared.limits().readAheadBytes();
    }

    /// After DATA; the caller releases it.
    ByteBuf data() {
        return unread.take(body.dataBytes());
    }

    /// After END.
    Fields trailers() {
        return body.trailers();
    }

    /// After REFUSED.
    Failure failure() {
        return failure;
    }

    /// A request has begun and is not released.
    boolean hasHead() {
        return head != null;
    }

    RequestHead head() {
        assert head != null;
        return head;
    }

    /// The connection is over.
    void release() {
        dropUnread();
        releaseHead();
    }

    /// The request is over: its head is no longer needed.
    void releaseHead() {
        if (head != null) {
            shared.heads().give(head);
            head = null;
        }
    }

    /// What was received and not asked for; the caller releases it.
    ByteBuf takeUnread() {
        return unread.takeAll();
    }

    void dropUnread() {
        unread.drop();
    }

    /// An idle connection holds no buffer.
    void dropIfRead() {
        unread.dropIfRead();
    }
}
