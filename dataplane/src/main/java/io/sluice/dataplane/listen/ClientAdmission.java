package io.sluice.dataplane.listen;

import io.netty.channel.Channel;
import io.sluice.dataplane.filter.RateRule;
import io.sluice.dataplane.filter.RateTable;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.Limits;

/// Whether a client may have one more connection on this loop (R-LIM-5).
@OnLoop
final class ClientAdmission {

    /// Among the numbers of limits, which those of routes begin at zero.
    private static final int LIMIT_NUMBER = -1;

    private final ClientLimits limits;
    private final ClientConnections connections;
    private final RateRule rule;
    private final RateTable rates;
    private final LoopCounters counters;

    ClientAdmission(ClientLimits limits, RateTable rates, LoopCounters counters) {
        this.limits = limits;
        this.rates = rates;
        this.counters = counters;
        connections = new ClientConnections(limits.connections());
        rule = RateRule.perSecond(limits.newPerSecond());
    }

    /// Counts the connection until it closes; false: it is one too many, or came too soon.
    boolean tryAdmit(Channel channel, IpAddress client, long nowNanos) {
        if (limits.isNone()) {
            return true;
        }
        if (limits.newPerSecond() != Limits.UNLIMITED && rates.take(client, LIMIT_NUMBER, rule, nowNanos) > 0) {
            counters.increment(Counter.CLIENT_RATE_LIMIT);
            return false;
        }
        long key = ClientConnections.keyOf(client);
        if (!connections.tryAdd(key)) {
            counters.increment(Counter.CLIENT_LIMIT);
            return false;
        }
        channel.closeFuture().addListener(closed -> connections.remove(key));
        return true;
    }
}
