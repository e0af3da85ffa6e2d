package io.sluice.dataplane.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.BodyDecoder.Framing;
import org.jspecify.annotations.Nullable;

/// Takes responses out of what a connection to an endpoint receives. Whoever asks decides the pace: what it does not
/// ask for waits.
final class ResponseReader {

    private final Http1Context shared;
    private final InputBuffer unread = new InputBuffer();
    private final BodyDecoder body;
    private @Nullable ResponseHead head; // while it is incomplete or being told
    private RequestHead.Method method = RequestHead.Method.OTHER;
    private boolean keepAlive;
    private int keepAliveSeconds = -1;
    private int interimCount;
    private Failure failure = Failure.NONE;

    ResponseReader(Http1Context shared) {
        this.shared = shared;
        body = new BodyDecoder(shared.limits());
    }

    /// What comes next answers a request of that method: HEAD has no body in its response.
    void begin(RequestHead.Method newMethod) {
        method = newMethod;
        interimCount = 0;
    }

    /// Consumes the data.
    void add(ByteBuf data, ByteBufAllocator allocator) {
        unread.add(data, allocator);
    }

    boolean hasUnread() {
        return unread.isReadable();
    }

    /// HEAD once the head is complete, of an interim response too; [#releaseHead()] before the next one.
    ReadEvent nextHead() {
        if (!unread.isReadable()) {
            return ReadEvent.NEED_MORE;
        }
        ResponseHead current = takeHead();
        Fields fields = current.fields();
        while (true) {
            int before = fields.length();
            int copied = unread.copyTo(fields, shared.limits().responseHeadBytes());
            switch (shared.responseScanner().scan(current)) {
                case INCOMPLETE -> unread.skip(copied);
                case COMPLETE -> {
                    unread.skip(fields.lineStart() - before);
                    return accept(current);
                }
                case REFUSED -> {
                    failure = shared.responseScanner().failure();
                    return ReadEvent.REFUSED;
                }
            }
            if (!unread.isReadable()) {
                return ReadEvent.NEED_MORE;
            }
        }
    }

    private ReadEvent accept(ResponseHead response) {
        if (response.isInterim()) {
            if (++interimCount > shared.limits().interimResponses()) {
                failure = Failure.TOO_MANY_INTERIM_RESPONSES;
                return ReadEvent.REFUSED;
            }
        } else {
            keepAlive = response.isKeepAlive();
            keepAliveSeconds = response.keepAliveSeconds();
            body.begin(framing(response), response.contentLength());
        }
        return ReadEvent.HEAD;
    }

    private ResponseHead takeHead() {
        if (head == null) {
            head = shared.heads().takeResponse();
        }
        return head;
    }

    /// RFC 9112, 6.3.
    private Framing framing(ResponseHead response) {
        if (response.isBodiless(method)) {
            return Framing.NONE;
        }
        if (response.isChunked()) {
            return Framing.CHUNKED;
        }
        return response.contentLength() >= 0 ? Framing.LENGTH : Framing.UNTIL_CLOSE;
    }

    /// Nothing of an answer has come.
    boolean isAtStart() {
        return head == null && interimCount == 0;
    }

    /// The response is complete, and another may follow it on this connection.
    boolean isReusable() {
        return keepAlive && !unread.isReadable() && !isUntilClose();
    }

    /// How long the endpoint says it keeps the connection; -1 when it does not say.
    int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    /// The body ends with the connection.
    boolean isUntilClose() {
        return body.framing() == Framing.UNTIL_CLOSE;
    }

    /// DATA as often as there is some, then END once.
    ReadEvent nextBody() {
        ReadEvent event = ReadEvent.of(body.next(unread.bytes()));
        if (event == ReadEvent.REFUSED) {
            failure = Failure.BAD_RESPONSE_CODING;
        }
        return event;
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

    ResponseHead head() {
        assert head != null;
        return head;
    }

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
