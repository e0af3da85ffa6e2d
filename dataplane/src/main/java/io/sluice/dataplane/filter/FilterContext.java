package io.sluice.dataplane.filter;

import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.PasswordVerifier;
import org.jspecify.annotations.Nullable;

/// What the filters of all routes share on one loop.
@OnLoop
public final class FilterContext {

    private final LoopCounters counters;
    private final RateTable rates;
    private final PasswordCheck passwords;
    private final AcceptEncoding acceptEncoding = new AcceptEncoding();
    private final Encoders encoders;
    private final RequestHead question = new RequestHead();
    private int retryAfterSeconds;

    /// @param rates shared with the other loops
    public FilterContext(Loop loop, LoopCounters counters, RateTable rates, PasswordVerifier verifier) {
        this(counters, rates, new PasswordCheck(verifier, loop.eventLoop()), new Encoders(loop.allocator()));
    }

    FilterContext(LoopCounters counters, RateTable rates, PasswordCheck passwords, Encoders encoders) {
        this.counters = counters;
        this.rates = rates;
        this.passwords = passwords;
        this.encoders = encoders;
    }

    /// False: the client has used up its rate; [#retryAfterSeconds()] says for how long.
    boolean takeRequest(IpAddress client, int route, RateRule rule) {
        retryAfterSeconds = rates.take(client, route, rule, System.nanoTime());
        return retryAfterSeconds == 0;
    }

    /// After [Verdict#LIMITED]: at least 1.
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /// Of a sub-request: filled and written in one go.
    public RequestHead question() {
        return question;
    }

    PasswordCheck passwords() {
        return passwords;
    }

    AcceptEncoding acceptEncoding() {
        return acceptEncoding;
    }

    /// Null when there are too many already.
    @Nullable
    BodyEncoder takeEncoder(ContentCoding coding, boolean streamed) {
        BodyEncoder encoder = encoders.take(coding, streamed);
        if (encoder == null) {
            counters.increment(Counter.COMPRESSION_LIMIT);
        }
        return encoder;
    }
}
