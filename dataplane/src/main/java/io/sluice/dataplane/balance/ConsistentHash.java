package io.sluice.dataplane.balance;

import java.util.Objects;

import io.sluice.dataplane.http.StableHash;
import io.sluice.dataplane.snapshot.MaglevTable;

/// The endpoint that the key belongs to. When that one is out, each of its keys goes to another one of its own,
/// and all other keys stay where they are.
final class ConsistentHash implements LoadBalancer {

    static final ConsistentHash INSTANCE = new ConsistentHash();

    /// With half of the endpoints out, one key of a million finds none in so many.
    private static final int PROBES = 20;

    private ConsistentHash() {}

    @Override
    public int pick(ClusterLoad load, long key) {
        MaglevTable table = Objects.requireNonNull(load.cluster().plan().table());
        Choices choices = load.choices();
        long probe = key;
        for (int i = 0; i < PROBES; i++) {
            int position = table.position(probe);
            if (choices.isAvailable(position)) {
                return position;
            }
            probe = StableHash.mix(probe + 1);
        }
        return choices.position(choices.at(probe));
    }
}
