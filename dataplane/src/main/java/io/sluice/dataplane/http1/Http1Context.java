package io.sluice.dataplane.http1;

import io.sluice.dataplane.http.HeadPool;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.LingeringClose;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;

/// What all HTTP/1.1 connections of one loop share.
@OnLoop
public final class Http1Context {

    private final Loop loop;
    private final Limits limits;
    private final LoopCounters counters;
    private final HeadPool heads = new HeadPool();
    private final HeadWriter headWriter = new HeadWriter();
    private final Underscores underscores;
    private final RequestScanner requestScanner;
    private final ResponseScanner responseScanner;
    private final long headNanos;
    private final long bodyGapNanos;
    private final long keepAliveNanos;
    private final LingeringClose.Bounds endBounds;
    private boolean draining;

    /// @param allowUnderscores see [HeadOptions#underscores()]
    public Http1Context(
            Loop loop, Limits limits, DownstreamTimeouts timeouts, LoopCounters counters, boolean allowUnderscores) {
        this.loop = loop;
        this.limits = limits;
        this.counters = counters;
        underscores = new Underscores(allowUnderscores);
        requestScanner = new RequestScanner(limits, underscores);
        responseScanner = new ResponseScanner(limits);
        headNanos = timeouts.head().toNanos();
        bodyGapNanos = timeouts.bodyGap().toNanos();
        keepAliveNanos = timeouts.keepAlive().toNanos();
        endBounds = new LingeringClose.Bounds(loop, counters, limits.lingerBytes(), bodyGapNanos);
    }

    /// From now on every response ends its connection.
    public void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }

    Loop loop() {
        return loop;
    }

    Limits limits() {
        return limits;
    }

    LoopCounters counters() {
        return counters;
    }

    HeadPool heads() {
        return heads;
    }

    HeadWriter headWriter() {
        return headWriter;
    }

    Underscores underscores() {
        return underscores;
    }

    RequestScanner requestScanner() {
        return requestScanner;
    }

    ResponseScanner responseScanner() {
        return responseScanner;
    }

    LingeringClose.Bounds endBounds() {
        return endBounds;
    }

    long headNanos() {
        return headNanos;
    }

    long bodyGapNanos() {
        return bodyGapNanos;
    }

    long keepAliveNanos() {
        return keepAliveNanos;
    }
}
