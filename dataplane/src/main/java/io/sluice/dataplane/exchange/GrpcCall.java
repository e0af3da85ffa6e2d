package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.GrpcStatus;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.Deadline;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.snapshot.CompiledCluster;

/// What is different of requests that are gRPC calls: they may last, in both directions, as long as they like, but not
/// longer than their client says; and when they break off, a status tells why. One per exchange.
@OnLoop
final class GrpcCall extends Deadline {

    private final Loop loop;
    private final Exchange exchange;
    private final DownstreamStream downstream;
    private boolean isCall;
    private boolean armed;

    GrpcCall(Loop loop, Exchange exchange, DownstreamStream downstream) {
        this.loop = loop;
        this.exchange = exchange;
        this.downstream = downstream;
    }

    /// A new request.
    void clear() {
        isCall = false;
    }

    /// It goes to that cluster. Over HTTP/2 nothing is upgraded.
    void begin(RequestHead head, CompiledCluster cluster) {
        if (!cluster.isHttp2()) {
            return;
        }
        head.websocket(false);
        isCall = GrpcStatus.isCall(head);
        if (isCall) {
            downstream.unhurried();
            arm(GrpcStatus.timeoutNanos(head));
        }
    }

    private void arm(long nanos) {
        if (nanos != GrpcStatus.NO_TIMEOUT) {
            armed = true;
            loop.deadlines().arm(this, System.nanoTime() + nanos);
        }
    }

    /// How long nothing of a body may pass.
    long gapNanos(CompiledCluster cluster) {
        return isCall ? cluster.tunnelIdleNanos() : cluster.bodyGapNanos();
    }

    /// The request is over.
    void end() {
        if (armed) {
            armed = false;
            loop.deadlines().remove(this);
        }
    }

    /// Ends a response that has begun and cannot be completed. The next request may be told from within this call.
    void breakOff(Failure failure) {
        if (isCall) {
            downstream.sendEnd(GrpcStatus.trailers(failure));
            downstream.flush();
        } else {
            downstream.abort();
        }
    }

    @Override
    protected void onDeadline(long nowNanos) {
        exchange.onRequestFailure(Failure.CALL_DEADLINE);
    }
}
