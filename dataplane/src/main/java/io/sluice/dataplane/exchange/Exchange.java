package io.sluice.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.LocalAnswer;
import io.sluice.dataplane.http.LocalBody;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.RequestListener;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.ResponseListener;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.snapshot.CompiledAction;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledRoute;
import io.sluice.dataplane.upstream.UpstreamPool;
import org.jspecify.annotations.Nullable;

/// The life of a request: route, pick an endpoint, send, relay, answer. One per client connection, or stream, for one
/// request after another. It holds no bytes: when one side cannot take more, the other is not read.
@OnLoop
public final class Exchange implements RequestListener, ResponseListener {

    private final ExchangeContext shared;
    private final DownstreamStream downstream;
    private final ForwardedFields forwarded;
    private byte[] requestId = {};
    private final Admission admission;
    private final GrpcCall call;
    private final PendingConnect connect;
    private final BackPressure pressure;
    private final Filtering filtering;
    private final Attempts attempts;
    private final Accounting accounting;
    private ExchangeState state = ExchangeState.IDLE;
    private @Nullable RequestHead head;
    private CompiledRoute route = CompiledRoute.NONE;
    private @Nullable CompiledCluster cluster; // that the request is forwarded to
    private @Nullable UpstreamPool pool; // of the attempt under way
    private @Nullable UpstreamStream upstream; // from WAITING on
    private boolean requestEnded;

    public Exchange(ExchangeContext shared, DownstreamStream downstream, ExchangeContext.Client client) {
        this.shared = shared;
        this.downstream = downstream;
        forwarded = client.forwarded();
        admission = new Admission(shared, client);
        filtering = new Filtering(shared, this, forwarded);
        call = new GrpcCall(shared.loop(), this, downstream);
        connect = new PendingConnect(this, downstream);
        pressure = new BackPressure(downstream, shared.meters().counters());
        attempts = new Attempts(shared);
        accounting = new Accounting(shared.meters());
    }

    // ---- the request arrives ----

    @Override
    public void onRequestHead(RequestHead request) {
        assert state == ExchangeState.IDLE;
        begin(request);
        Failure failure = admission.check(request);
        route = admission.route();
        accounting.onRoute(route);
        if (failure != Failure.NONE) {
            refuse(failure);
        } else {
            filtering.begin(route, requestId);
        }
    }

    @Override
    public void onRefusedHead(RequestHead request, Failure failure) {
        begin(request);
        refuse(failure);
    }

    private void begin(RequestHead request) {
        head = request;
        route = CompiledRoute.NONE;
        cluster = null;
        accounting.begin();
        requestId = forwarded.begin(request, shared.loop().requestIds());
        attempts.clear();
        call.clear();
        requestEnded = !request.hasBody();
        pressure.begin();
    }

    /// The request waits; its body is not told meanwhile.
    void await(ExchangeState reason) {
        state = reason;
        if (!requestEnded) {
            pressure.holdClient();
        }
    }

    /// Does what the route is there for, once everything that comes before has passed.
    void act() {
        switch (route.action()) {
            case CompiledAction.Forward forward -> forward(forward);
            case CompiledAction.Own own -> answer(filtering.completed(route, own.answer(shared.answers(), head())));
            case CompiledAction.Maintenance maintenance -> answer(refusal(Failure.MAINTENANCE, maintenance.page()));
        }
    }

    private void forward(CompiledAction.Forward forward) {
        if (forward.stripsWholePath(head())) {
            answer(shared.answers().redirectToSlash(head()));
            return;
        }
        head().stripTarget(forward.stripBytes());
        cluster = forward.cluster();
        accounting.onCluster(cluster());
        call.begin(head(), cluster());
        attempt(Failure.NO_ENDPOINT);
    }

    /// Takes a connection to an endpoint that has not failed this request yet; the reason is told when there is none.
    private void attempt(Failure reason) {
        UpstreamPool chosen = attempts.choose(cluster(), head(), forwarded.client());
        if (chosen == null) {
            refuse(attempts.obstacle(reason, cluster()));
        } else {
            start(chosen);
        }
    }

    private void start(UpstreamPool chosen) {
        pool = chosen;
        connect.begin(chosen, attempts.wantsNewConnection(), cluster().connectNanos(), forwarded);
    }

    boolean isConnecting() {
        return state == ExchangeState.CONNECTING;
    }

    @Override
    public boolean isBusy() {
        return connect.isPending();
    }

    void onConnectFailed(Failure failure) {
        attempts.onFailure(failure, false);
        retryOrRefuse(failure, false);
    }

    void send(UpstreamStream stream) {
        stream.begin(this, cluster().responseNanos(), call.gapNanos(cluster()));
        upstream = stream;
        pool().meter().onRequest();
        state = ExchangeState.WAITING;
        accounting.onSent();
        stream.sendHead(head(), forwarded, requestId);
        if (requestEnded) {
            completeRequest(stream, Fields.NONE);
        } else {
            pressure.resumeClient();
        }
        // Else the body at hand is told next, and leaves together with the head.
    }

    @Override
    public void onRequestBody(ByteBuf data) {
        boolean tooLarge = accounting.onRequestBytes(data.readableBytes()) > route.maxBodyBytes();
        if (tooLarge || upstream == null) {
            data.release();
            if (tooLarge) {
                onRequestFailure(Failure.BODY_TOO_LARGE);
            }
            return;
        }
        upstream.sendBody(data);
        pressure.onSent(upstream);
    }

    @Override
    public void onUpstreamWritable() {
        if (pressure.resumeClient()) {
            onRequestReadComplete();
        }
    }

    @Override
    public void onRequestEnd(Fields trailers) {
        requestEnded = true;
        filtering.onRequestEnd(trailers);
        if (upstream != null) {
            completeRequest(upstream, trailers);
        }
    }

    private void completeRequest(UpstreamStream stream, Fields trailers) {
        stream.sendEnd(trailers);
        stream.flush();
        attempts.onSent();
    }

    @Override
    public void onRequestReadComplete() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    @Override
    public void onRequestFailure(Failure failure) {
        if (state == ExchangeState.IDLE || state == ExchangeState.TUNNEL) {
            return;
        }
        boolean isAnswered = state == ExchangeState.RESPONDING;
        cancelUpstream();
        if (!isAnswered && failure.status() != Failure.CLIENT_GONE.status()) {
            refuse(failure);
            return;
        }
        shared.meters().counters().increment(Counter.CLIENT_ABORTS);
        accounting.onFailure(failure);
        finish();
        if (isAnswered) {
            call.breakOff(failure);
        }
    }

    private void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
            onUpstreamDone();
        }
    }

    // ---- the response arrives ----

    @Override
    public void onInterimResponse(ResponseHead response) {
        if (response.status() != 100 || head().expectsContinue()) {
            downstream.sendInterim(response, info(accounting.nanosSinceSent()));
            downstream.flush();
        }
    }

    @Override
    public void onResponseHead(ResponseHead response) {
        long nanos = accounting.nanosSinceSent();
        accounting.onResponseHead(response.status(), nanos);
        UpstreamPool other = attempts.onResponseHead(cluster(), head(), response.status(), nanos);
        if (other != null) {
            cancelUpstream();
            shared.meters().counters().increment(Counter.RETRIES);
            start(other);
            return;
        }
        InfoFields info = info(nanos).withCookie(attempts.cookieLine(cluster(), head()));
        if (response.status() == 101) {
            onSwitch(response);
            return;
        }
        filtering.onResponseHead(response);
        state = ExchangeState.RESPONDING;
        downstream.sendHead(response, info, !requestEnded);
    }

    private InfoFields info(long nanos) {
        return shared.info().from(requestId, pool().endpoint().infoLine(), nanos / 1000);
    }

    /// Gives the client what another service has answered in the endpoint's place.
    void relay(UpstreamPool usedPool, UpstreamStream answering, ResponseHead response) {
        pool = usedPool;
        upstream = answering;
        accounting.onAnswer(response.status());
        state = ExchangeState.RESPONDING;
        downstream.sendHead(response, shared.info().own(requestId), !requestEnded);
    }

    private void onSwitch(ResponseHead response) {
        UpstreamStream switched = upstream;
        if (switched == null || !Switching.isAsked(head(), response)) {
            pool().meter().onFailure();
            attempts.onFailure(Failure.UNASKED_SWITCH, false);
            cancelUpstream();
            refuse(Failure.UNASKED_SWITCH);
            return;
        }
        Switching switching = new Switching(shared, pool(), cluster(), attempts.becomeTunnel());
        finish();
        upstream = null;
        state = ExchangeState.TUNNEL;
        switching.relay(downstream, switched, response);
    }

    @Override
    public void onResponseBody(ByteBuf data) {
        accounting.onResponseBytes(data.readableBytes());
        downstream.sendBody(filtering.encode(data));
        if (pressure.shouldHoldEndpoint() && upstream != null) {
            pressure.pauseEndpoint(upstream);
        }
    }

    @Override
    public void onDownstreamWritable() {
        if (pressure.endEndpointPause() && upstream != null) {
            upstream.resumeResponse();
        }
    }

    @Override
    public void onResponseReadComplete() {
        filtering.flush(downstream);
        downstream.flush();
    }

    @Override
    public void onResponseEnd(Fields trailers) {
        attempts.onSuccess();
        onUpstreamDone();
        filtering.onResponseEnd(downstream, trailers);
        finish();
        downstream.sendEnd(trailers);
        downstream.flush();
    }

    @Override
    public void onResponseFailure(Failure failure) {
        boolean wasReused = upstream != null && upstream.isReused();
        pool().meter().onFailure();
        attempts.onFailure(failure, wasReused);
        onUpstreamDone();
        if (state == ExchangeState.WAITING) {
            retryOrRefuse(failure, wasReused);
            return;
        }
        accounting.onFailure(failure);
        finish();
        call.breakOff(failure);
    }

    private void retryOrRefuse(Failure failure, boolean wasReused) {
        if (attempts.decide(failure, head(), cluster(), wasReused) == RetryDecision.GIVE_UP) {
            refuse(attempts.verdict(failure, cluster()));
            return;
        }
        shared.meters().counters().increment(Counter.RETRIES);
        attempt(failure);
    }

    /// Answers that there will be no response, and why.
    void refuse(Failure failure) {
        answer(refusal(failure, route.errorPage()));
    }

    /// To be answered, maybe with more lines.
    LocalAnswer refusal(Failure failure, LocalBody page) {
        accounting.onFailure(failure);
        return filtering.completed(route, shared.answers().failure(failure, head(), page));
    }

    /// Answers for the endpoint. The request's state is over before the client stream may begin the next one.
    void answer(LocalAnswer answer) {
        accounting.onAnswer(answer.meantStatus());
        finish();
        downstream.sendAnswer(answer, shared.info().own(requestId));
    }

    private void onUpstreamDone() {
        upstream = null;
        pool().meter().onRequestEnd();
    }

    private void finish() {
        state = ExchangeState.IDLE;
        call.end();
        attempts.end();
        filtering.end();
        accounting.finish();
    }

    RequestHead head() {
        assert head != null;
        return head;
    }

    private CompiledCluster cluster() {
        assert cluster != null;
        return cluster;
    }

    private UpstreamPool pool() {
        assert pool != null;
        return pool;
    }
}
