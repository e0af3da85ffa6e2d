package io.sluice.dataplane.balance;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.Snapshot;

/// Picks endpoints in turn. Every loop has turns of its own, begun at random so that loops do not march in step.
@OnLoop
public final class LoadBalancer {

    private int[] turns = {};

    /// Makes room for the clusters of a new generation.
    public void onSnapshot(Snapshot snapshot) {
        int before = turns.length;
        if (snapshot.clusterSlots() > before) {
            turns = Arrays.copyOf(turns, snapshot.clusterSlots());
            for (int i = before; i < turns.length; i++) {
                turns[i] = ThreadLocalRandom.current().nextInt(1 << 16);
            }
        }
    }

    /// Position of the next endpoint of a cluster that has at least one.
    public int pick(CompiledCluster cluster) {
        int turn = turns[cluster.index()]++ & Integer.MAX_VALUE;
        return turn % cluster.endpointCount();
    }
}
