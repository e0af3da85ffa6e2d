package io.sluice.dataplane.balance;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import io.sluice.dataplane.snapshot.Snapshot;
import org.jspecify.annotations.Nullable;

/// What one loop knows of clusters and endpoints, by their numbers; made when first asked for. A request that
/// began on an older snapshot may come late to a number that means another by now: whoever has the number last
/// is known.
@OnLoop
public final class Loads {

    private final int loopCount;
    private final LongSupplier clock;
    private final SplittableRandom random;
    private @Nullable ClusterLoad[] clusters = {};
    private @Nullable EndpointLoad[] endpoints = {};

    /// @param loopCount of the data plane: limits of a cluster are shared out to them
    public Loads(int loopCount) {
        this(loopCount, System::nanoTime, new SplittableRandom());
    }

    /// @param clock nanoseconds from any start
    public Loads(int loopCount, LongSupplier clock, SplittableRandom random) {
        this.loopCount = loopCount;
        this.clock = clock;
        this.random = random;
    }

    /// Makes room for a new generation, and forgets what is not in it.
    public void onSnapshot(Snapshot snapshot) {
        clusters = Arrays.copyOf(clusters, Math.max(clusters.length, snapshot.clusterSlots()));
        endpoints = Arrays.copyOf(endpoints, Math.max(endpoints.length, snapshot.endpointSlots()));
        for (int number : snapshot.releasedClusters()) {
            clusters[number] = null;
        }
        for (int number : snapshot.releasedEndpoints()) {
            EndpointLoad gone = endpoints[number];
            endpoints[number] = null;
            if (gone != null) {
                gone.onGone();
            }
        }
    }

    /// What is known of the cluster, brought up to its generation.
    public ClusterLoad cluster(CompiledCluster cluster) {
        ClusterLoad known = clusters[cluster.index()];
        if (known == null || !known.isOf(cluster)) {
            known = new ClusterLoad(cluster, this);
            clusters[cluster.index()] = known;
        } else {
            known.refresh(cluster);
        }
        return known;
    }

    /// What is known of the endpoint.
    public EndpointLoad endpoint(CompiledEndpoint endpoint) {
        EndpointLoad known = endpoints[endpoint.index()];
        if (known == null || !known.isOf(endpoint)) {
            known = new EndpointLoad(endpoint, nanos());
            endpoints[endpoint.index()] = known;
        }
        return known;
    }

    /// Null: nothing yet.
    @Nullable
    EndpointLoad known(CompiledEndpoint endpoint) {
        EndpointLoad known = endpoints[endpoint.index()];
        return known == null || !known.isOf(endpoint) ? null : known;
    }

    public int inFlight(CompiledEndpoint endpoint) {
        EndpointLoad known = known(endpoint);
        return known == null ? 0 : known.inFlight();
    }

    int loopCount() {
        return loopCount;
    }

    public long nanos() {
        return clock.getAsLong();
    }

    public SplittableRandom random() {
        return random;
    }
}
