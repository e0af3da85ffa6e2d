package io.sluice.dataplane.exchange;

import io.sluice.dataplane.balance.Loads;
import io.sluice.dataplane.filter.FilterContext;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.InfoFields;
import io.sluice.dataplane.http.OwnAnswers;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.LoopMeters;
import io.sluice.dataplane.snapshot.CompiledTls;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;
import io.sluice.dataplane.snapshot.SnapshotCompiler;
import io.sluice.dataplane.upstream.UpstreamPools;
import org.jspecify.annotations.Nullable;

/// What all exchanges of one loop share; above all the snapshot that new requests begin with.
@OnLoop
public final class ExchangeContext {

    private final Loop loop;
    private final Loads loads;
    private final LoopMeters meters;
    private final UpstreamPools pools;
    private final Own own;
    private final FilterContext filters;
    private final Router router = new Router();
    private Snapshot snapshot = SnapshotCompiler.empty();

    public ExchangeContext(
            Loop loop, Loads loads, LoopMeters meters, UpstreamPools pools, Own own, FilterContext filters) {
        this.loop = loop;
        this.loads = loads;
        this.meters = meters;
        this.pools = pools;
        this.own = own;
        this.filters = filters;
    }

    /// Whose requests an exchange serves.
    ///
    /// @param tls what the client's TLS connection was made for; null: it has no TLS
    public record Client(
            ForwardedFields forwarded, @Nullable CompiledTls tls) {

        /// For requests of the same connection that are under way beside others.
        public Client forStream() {
            return new Client(forwarded.forStream(), tls);
        }
    }

    /// What the proxy says itself.
    public record Own(InfoFields info, OwnAnswers answers) {}

    /// Requests from now on take the new snapshot; those under way keep theirs.
    public void onSnapshot(Snapshot next) {
        assert next.generation() > snapshot.generation();
        meters.resize(next.routeSlots(), next.clusterSlots(), next.endpointSlots());
        meters.release(next.releasedRoutes(), next.releasedClusters(), next.releasedEndpoints());
        pools.onSnapshot(next);
        loads.onSnapshot(next);
        snapshot = next;
    }

    /// Routes a request by the present snapshot: [Failure#NONE], and [Router#route()] is set; or why it has no route.
    ///
    /// @param tls what the client's TLS connection was made for; null: it has no TLS
    Failure find(RequestHead request, @Nullable CompiledTls tls) {
        Failure failure = PathNormalizer.normalize(request);
        return failure == Failure.NONE ? router.find(snapshot, request, tls) : failure;
    }

    /// The present one.
    public Snapshot snapshot() {
        return snapshot;
    }

    Loop loop() {
        return loop;
    }

    Loads loads() {
        return loads;
    }

    LoopMeters meters() {
        return meters;
    }

    UpstreamPools pools() {
        return pools;
    }

    InfoFields info() {
        return own.info();
    }

    OwnAnswers answers() {
        return own.answers();
    }

    Router router() {
        return router;
    }

    FilterContext filters() {
        return filters;
    }
}
