package io.sluice.dataplane.http;

import io.sluice.dataplane.loop.OnLoop;

/// Makes the responses that no endpoint gave. One per loop, with the one [LocalAnswer] that is under way.
@OnLoop
public final class OwnAnswers {

    /// Of redirects to TLS: the method stays.
    public static final int HTTPS_STATUS = 308;

    private static final int BAD_REQUEST = 400;
    private static final byte[] LOCATION = Octets.ascii("location: ");
    private static final byte[] NO_STORE = Octets.ascii("cache-control: no-store\r\n");

    private static final LocalBody MOVED = LocalBody.html("<!doctype html><html lang=\"en\"><head><meta "
            + "charset=\"utf-8\"><title>Moved</title></head><body><p>This is somewhere else: your browser "
            + "should take you there.</p></body></html>\n");

    private final ErrorPages pages;
    private final LocalAnswer answer = new LocalAnswer();

    public OwnAnswers(ErrorPages pages) {
        this.pages = pages;
    }

    /// An answer without fields and body, to be filled.
    ///
    /// @param status 200 to 599
    public LocalAnswer begin(int status) {
        return answer.begin(status);
    }

    /// Says a failure with the proxy's own page, or JSON for clients that prefer it.
    public LocalAnswer failure(Failure failure, RequestHead request) {
        return failure(failure, request, LocalBody.NONE);
    }

    /// @param page in place of the proxy's own HTML; [LocalBody#NONE]: the proxy's own
    public LocalAnswer failure(Failure failure, RequestHead request, LocalBody page) {
        if (GrpcStatus.isCall(request)) {
            return answer.begin(200).standsFor(failure.status()).lines(pages.grpcLines(failure));
        }
        return answer.begin(failure.status()).lines(pages.lines(failure)).body(pages.body(failure, request, page));
    }

    /// To a place that is the request's target below another base: [Location#appendBelow]. How long clients remember it
    /// is the status's matter.
    public LocalAnswer redirect(int status, byte[] base, RequestHead request) {
        HeadWriter fields = answer.begin(status).body(MOVED).fields().append(LOCATION);
        Location.appendBelow(fields, base, request);
        fields.crlf();
        return answer;
    }

    /// To the same place over TLS: [Location#appendHttps]. A request that names no host (HTTP/1.0) cannot be led there.
    public LocalAnswer redirectToHttps(byte[] port, RequestHead request) {
        if (request.hostStart() < 0) {
            return answer.begin(BAD_REQUEST);
        }
        HeadWriter fields =
                answer.begin(HTTPS_STATUS).body(MOVED).lines(NO_STORE).fields().append(LOCATION);
        Location.appendHttps(fields, port, request);
        fields.crlf();
        return answer;
    }

    /// To the same path with a slash: [Location#appendWithSlash].
    public LocalAnswer redirectToSlash(RequestHead request) {
        HeadWriter fields = answer.begin(slashStatus(request.method()))
                .body(MOVED)
                .lines(NO_STORE)
                .fields()
                .append(LOCATION);
        Location.appendWithSlash(fields, request);
        fields.crlf();
        return answer;
    }

    /// Clients turn a redirected POST into a GET when the status is 301 (RFC 9110, 15.4.2).
    public static int slashStatus(RequestHead.Method method) {
        return method == RequestHead.Method.GET || method == RequestHead.Method.HEAD ? 301 : 308;
    }
}
