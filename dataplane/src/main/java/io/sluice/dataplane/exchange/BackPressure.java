package io.sluice.dataplane.exchange;

import io.sluice.dataplane.http.DownstreamStream;
import io.sluice.dataplane.http.UpstreamStream;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;

/// Holds one side of a request back while the other cannot take more.
@OnLoop
final class BackPressure {

    private final DownstreamStream downstream;
    private final LoopCounters counters;
    private boolean clientPaused;
    private boolean endpointPaused;

    BackPressure(DownstreamStream downstream, LoopCounters counters) {
        this.downstream = downstream;
        this.counters = counters;
    }

    /// A new request: nothing is held back.
    void begin() {
        clientPaused = false;
        endpointPaused = false;
    }

    /// There is nowhere to send the body to yet.
    void holdClient() {
        clientPaused = true;
        downstream.holdRequest();
    }

    /// False: the client was not held back.
    boolean resumeClient() {
        if (!clientPaused) {
            return false;
        }
        clientPaused = false;
        downstream.resumeRequest();
        return true;
    }

    /// Something of the body was sent on.
    void onSent(UpstreamStream upstream) {
        if (clientPaused || upstream.isWritable()) {
            return;
        }
        upstream.flush();
        if (!upstream.isWritable()) {
            counters.increment(Counter.READ_PAUSES);
            clientPaused = true;
            downstream.pauseRequest();
        }
    }

    /// Something of the response was sent on, and the client does not take more for now.
    boolean shouldHoldEndpoint() {
        if (endpointPaused || downstream.isWritable()) {
            return false;
        }
        downstream.flush();
        return !downstream.isWritable();
    }

    void pauseEndpoint(UpstreamStream upstream) {
        endpointPaused = true;
        counters.increment(Counter.READ_PAUSES);
        upstream.pauseResponse();
    }

    /// False: the endpoint was not held back.
    boolean endEndpointPause() {
        boolean wasPaused = endpointPaused;
        endpointPaused = false;
        return wasPaused;
    }
}
