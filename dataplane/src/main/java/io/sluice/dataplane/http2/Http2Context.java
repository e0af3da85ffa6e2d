package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HeadPool;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.LingeringClose;
import io.sluice.dataplane.http.RequestRules;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;

/// What all HTTP/2 connections of one loop share. A block of fields is decoded, or encoded, in one go, so that one of
/// each tool is enough.
@OnLoop
public final class Http2Context {

    private final Loop loop;
    private final Limits limits;
    private final LoopCounters counters;
    private final HeadPool heads = new HeadPool();
    private final HeadWriter headWriter = new HeadWriter();
    private final HpackEncoder encoder = new HpackEncoder();
    private final FrameArrays arrays = new FrameArrays();
    private final Underscores underscores;
    private final RequestBlock requestBlock;
    private final ResponseFields responseFields;
    private final TrailerBlock trailerBlock;
    private final Fields ignoredFields = new Fields();
    private final byte[] payload = new byte[Frames.MAX_PAYLOAD_BYTES];
    private final LingeringClose.Bounds endBounds;
    private final long headNanos;
    private final long bodyGapNanos;
    private final long keepAliveNanos;
    private boolean draining;

    /// @param allowUnderscores see [io.sluice.dataplane.model.HeadOptions#underscores()]
    public Http2Context(
            Loop loop, Limits limits, DownstreamTimeouts timeouts, LoopCounters counters, boolean allowUnderscores) {
        this.loop = loop;
        this.limits = limits;
        this.counters = counters;
        underscores = new Underscores(allowUnderscores);
        requestBlock = new RequestBlock(limits, new RequestRules(underscores));
        responseFields = new ResponseFields(limits);
        trailerBlock = new TrailerBlock(limits);
        headNanos = timeouts.head().toNanos();
        bodyGapNanos = timeouts.bodyGap().toNanos();
        keepAliveNanos = timeouts.keepAlive().toNanos();
        endBounds = new LingeringClose.Bounds(loop, counters, limits.lingerBytes(), bodyGapNanos);
    }

    /// From now on no connection is to live longer than its requests.
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

    HpackEncoder encoder() {
        return encoder;
    }

    FrameArrays arrays() {
        return arrays;
    }

    RequestBlock requestBlock() {
        return requestBlock;
    }

    ResponseFields responseFields() {
        return responseFields;
    }

    Underscores underscores() {
        return underscores;
    }

    TrailerBlock trailerBlock() {
        return trailerBlock;
    }

    /// Where fields go that nobody wants.
    Fields ignoredFields() {
        ignoredFields.clear();
        return ignoredFields;
    }

    /// Room for one frame's payload, valid until the next frame.
    byte[] payload() {
        return payload;
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
