package io.sluice.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.filter.AuthRules;
import io.sluice.dataplane.filter.BodyEncoder;
import io.sluice.dataplane.filter.FilterContext;
import io.sluice.dataplane.filter.PasswordListener;
import io.sluice.dataplane.filter.RouteFilters;
import io.sluice.dataplane.filter.Verdict;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.snapshot.CompiledRoute;
import org.jspecify.annotations.Nullable;

/// Puts the filters of routes into effect on one client connection, for one request after another: passes it on,
/// answers it, or lets it wait until somebody else has decided.
@OnLoop
final class Filtering {

    private static final byte[] RETRY_AFTER = Octets.ascii("retry-after: ");

    private final ExchangeContext shared;
    private final Exchange exchange;
    private final ForwardedFields forwarded;
    private final FilterContext context;
    private CompiledRoute route = CompiledRoute.NONE;
    private byte[] requestId = {};
    private @Nullable PendingPassword pending;
    private @Nullable AuthCall call;
    private @Nullable BodyEncoder encoder;

    Filtering(ExchangeContext shared, Exchange exchange, ForwardedFields forwarded) {
        this.shared = shared;
        this.exchange = exchange;
        this.forwarded = forwarded;
        context = shared.filters();
    }

    // ---- the request ----

    /// The request goes on at [Exchange#act()], now or later, or is answered.
    void begin(CompiledRoute newRoute, byte[] newRequestId) {
        route = newRoute;
        requestId = newRequestId;
        RouteFilters wanted = newRoute.filters();
        if (wanted == null) {
            exchange.act();
        } else {
            check(wanted);
        }
    }

    private void check(RouteFilters wanted) {
        Verdict verdict = wanted.check(exchange.head(), forwarded.client(), context);
        if (verdict == Verdict.VERIFY) {
            PendingPassword waiting = new PendingPassword(wanted);
            verdict = wanted.verify(exchange.head(), waiting, context);
            pending = verdict == Verdict.VERIFY ? waiting : null;
        }
        onVerdict(wanted, verdict);
    }

    private void onVerdict(RouteFilters wanted, Verdict verdict) {
        switch (verdict) {
            case PASS -> authorize(wanted);
            case VERIFY -> exchange.await(ExchangeState.CHECKING);
            case FORBIDDEN -> exchange.refuse(Failure.CLIENT_NOT_ALLOWED);
            case BUSY -> exchange.refuse(Failure.VERIFIER_BUSY);
            case LIMITED -> {
                LocalAnswer answer = exchange.refusal(Failure.RATE_LIMITED, route.errorPage());
                answer.fields()
                        .append(RETRY_AFTER)
                        .appendDecimal(context.retryAfterSeconds())
                        .crlf();
                exchange.answer(answer);
            }
            case UNAUTHORIZED ->
                exchange.answer(exchange.refusal(Failure.UNAUTHORIZED, route.errorPage())
                        .lines(wanted.challenge()));
            case PREFLIGHT -> exchange.answer(shared.answers().begin(204).lines(wanted.preflight(exchange.head())));
        }
    }

    private void authorize(RouteFilters wanted) {
        wanted.cleanRequest(exchange.head());
        AuthRules rules = wanted.auth();
        if (rules == null) {
            pass(wanted);
            return;
        }
        exchange.await(ExchangeState.CHECKING);
        call = new AuthCall(shared, exchange, () -> pass(wanted), rules);
        call.begin(route.authCluster(), forwarded, requestId);
    }

    /// Nothing stands in the way any more.
    private void pass(RouteFilters wanted) {
        call = null;
        wanted.editRequest(exchange.head());
        exchange.act();
    }

    /// Of a request with a body.
    void onRequestEnd(Fields trailers) {
        RouteFilters filters = route.filters();
        if (filters != null) {
            filters.editRequestTrailers(trailers);
        }
    }

    // ---- the response ----

    void onResponseHead(ResponseHead response) {
        RouteFilters filters = route.filters();
        if (filters != null) {
            encoder = filters.editResponse(exchange.head(), response, context);
        }
    }

    /// @param data is consumed; the result is the caller's
    ByteBuf encode(ByteBuf data) {
        return encoder == null ? data : encoder.encode(data);
    }

    void flush(DownstreamStream downstream) {
        if (encoder != null) {
            downstream.sendBody(encoder.flush());
        }
    }

    void onResponseEnd(DownstreamStream downstream, Fields trailers) {
        if (encoder != null) {
            downstream.sendBody(encoder.finish());
        }
        RouteFilters filters = route.filters();
        if (filters != null) {
            filters.editResponseTrailers(trailers);
        }
    }

    /// The same answer, with what the route's own answers say besides.
    ///
    /// @param newRoute of the request, which may not have come as far as to [#begin]
    LocalAnswer completed(CompiledRoute newRoute, LocalAnswer answer) {
        RouteFilters filters = newRoute.filters();
        if (filters != null) {
            filters.addTo(answer, exchange.head());
        }
        return answer;
    }

    /// The request is over, wherever it stood.
    void end() {
        if (pending != null) {
            pending.isCancelled = true;
            pending = null;
        }
        if (call != null) {
            call.cancel();
            call = null;
        }
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }

    /// A request that waits for what its password turns out to be.
    private final class PendingPassword implements PasswordListener {

        private final RouteFilters wanted;
        private boolean isCancelled;

        PendingPassword(RouteFilters wanted) {
            this.wanted = wanted;
        }

        @Override
        public void onVerified(boolean isRight) {
            if (!isCancelled) {
                pending = null;
                onVerdict(wanted, isRight ? Verdict.PASS : Verdict.UNAUTHORIZED);
            }
        }
    }
}
