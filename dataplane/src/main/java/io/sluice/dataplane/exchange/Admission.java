package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.snapshot.CompiledRoute;

/// What a route asks of a request's head before anything is done with it.
final class Admission {

    private Admission() {}

    /// [Failure#NONE], or why the request is refused. An upgrade that the route does not pass on is ignored, as a
    /// server
    /// may (RFC 9110, 7.8): the request goes on without it.
    static Failure check(CompiledRoute route, RequestHead head) {
        if (head.contentLength() > route.maxBodyBytes()) {
            return Failure.BODY_TOO_LARGE;
        }
        if (head.isWebsocketUpgrade() && !route.websockets().contains(head)) {
            head.websocket(false);
        }
        return Failure.NONE;
    }
}
