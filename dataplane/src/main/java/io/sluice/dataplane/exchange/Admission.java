package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.snapshot.CompiledRoute;
import io.sluice.dataplane.snapshot.CompiledTls;
import org.jspecify.annotations.Nullable;

/// Which route a request of one client connection takes, and what that asks of its head before anything is done with
/// it.
final class Admission {

    private final ExchangeContext shared;
    private final @Nullable CompiledTls tls;
    private CompiledRoute route = CompiledRoute.NONE;

    Admission(ExchangeContext shared, ExchangeContext.Client client) {
        this.shared = shared;
        tls = client.tls();
    }

    /// [Failure#NONE], or why the request is refused; see [#route()].
    Failure check(RequestHead head) {
        route = CompiledRoute.NONE;
        if (shared.loop().memory().isCritical()) {
            return Failure.MEMORY_SHORT;
        }
        Failure failure = shared.find(head, tls);
        if (failure != Failure.NONE) {
            return failure;
        }
        route = shared.router().route();
        return check(route, head);
    }

    /// An upgrade that the route does not pass on is ignored, as a server may (RFC 9110, 7.8): the request goes on
    /// without it.
    private static Failure check(CompiledRoute route, RequestHead head) {
        if (head.contentLength() > route.maxBodyBytes()) {
            return Failure.BODY_TOO_LARGE;
        }
        if (head.isWebsocketUpgrade() && !route.websockets().contains(head)) {
            head.websocket(false);
        }
        return Failure.NONE;
    }

    /// Of the last request; [CompiledRoute#NONE] when it has none.
    CompiledRoute route() {
        return route;
    }
}
