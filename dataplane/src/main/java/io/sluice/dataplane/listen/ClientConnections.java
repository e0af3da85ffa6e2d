package io.sluice.dataplane.listen;

import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.loop.OnLoop;
import org.agrona.collections.Long2LongCounterMap;

/// How many connections each client has on one loop. A client is an IPv4 address, or the 64 bits of an IPv6 address
/// that one site has; forgotten with its last connection.
@OnLoop
final class ClientConnections {

    private final int max;
    private final Long2LongCounterMap counts = new Long2LongCounterMap(0);

    ClientConnections(int max) {
        this.max = max;
    }

    static long keyOf(IpAddress address) {
        return address.isIpv4() ? address.low() : address.high();
    }

    /// False: the client has as many as it may.
    boolean tryAdd(long key) {
        if (counts.get(key) >= max) {
            return false;
        }
        counts.incrementAndGet(key);
        return true;
    }

    void remove(long key) {
        counts.decrementAndGet(key);
    }

    int clientCount() {
        return counts.size();
    }
}
