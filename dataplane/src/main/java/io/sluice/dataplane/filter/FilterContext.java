package io.sluice.dataplane.filter;

import io.netty.buffer.ByteBufAllocator;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.PasswordVerifier;

/// What the filters of all routes share on one loop.
@OnLoop
public final class FilterContext {

    private final RateTable rates;
    private final PasswordCheck passwords;
    private final AcceptEncoding acceptEncoding = new AcceptEncoding();
    private final Encoders encoders;
    private final RequestHead question = new RequestHead();
    private int retryAfterSeconds;

    /// @param rates shared with the other loops
    public FilterContext(Loop loop, RateTable rates, PasswordVerifier verifier) {
        this(rates, new PasswordCheck(verifier, loop.eventLoop()), loop.allocator());
    }

    FilterContext(RateTable rates, PasswordCheck passwords, ByteBufAllocator allocator) {
        this.rates = rates;
        this.passwords = passwords;
        encoders = new Encoders(allocator);
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

    Encoders encoders() {
        return encoders;
    }
}
