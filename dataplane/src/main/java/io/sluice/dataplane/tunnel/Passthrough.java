package io.sluice.dataplane.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.sluice.dataplane.balance.ClusterLoad;
import io.sluice.dataplane.balance.EndpointLoad;
import io.sluice.dataplane.balance.EndpointPicker;
import io.sluice.dataplane.balance.Loads;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.loop.Loop;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.snapshot.CompiledCluster;
import io.sluice.dataplane.snapshot.CompiledEndpoint;
import io.sluice.dataplane.upstream.RawConnectListener;
import io.sluice.dataplane.upstream.UpstreamPool;
import io.sluice.dataplane.upstream.UpstreamPools;

/// Passes one client connection on to an endpoint as it is: picks one, connects, tries another when that fails, then
/// relays. A client for which there is none is reset.
@OnLoop
public final class Passthrough implements RawConnectListener {

    private final Shared shared;
    private final CompiledCluster cluster;
    private final Channel client;
    private final ForwardedFields forwarded;
    private final ByteBuf received;
    private final ClusterLoad load;
    private int position; // of the endpoint that is tried
    private int tries;

    /// What those of one loop share.
    public record Shared(Loop loop, Loads loads, UpstreamPools pools, LoopCounters counters) {}

    private Passthrough(
            Shared shared, CompiledCluster cluster, Channel client, ForwardedFields forwarded, ByteBuf received) {
        this.shared = shared;
        this.cluster = cluster;
        this.client = client;
        this.forwarded = forwarded;
        this.received = received;
        load = shared.loads().cluster(cluster);
    }

    /// @param client its pipeline empty
    /// @param received from it already; consumed
    public static void start(
            Shared shared, CompiledCluster cluster, Channel client, ForwardedFields forwarded, ByteBuf received) {
        Passthrough passthrough = new Passthrough(shared, cluster, client, forwarded, received);
        shared.counters().increment(Counter.TLS_PASSED_ON);
        if (cluster.endpointCount() == 0) {
            passthrough.refuse();
        } else if (!passthrough.load.tryBegin()) {
            shared.counters().increment(Counter.CLUSTER_LIMIT);
            passthrough.refuse();
        } else {
            passthrough.position = EndpointPicker.pick(passthrough.load, forwarded.client());
            passthrough.connect();
        }
    }

    private void connect() {
        tries++;
        UpstreamPool pool = shared.pools().pool(cluster, endpoint());
        endpointLoad().onBegin();
        pool.connectRaw(cluster.connectNanos(), this);
    }

    private CompiledEndpoint endpoint() {
        return cluster.endpoint(position);
    }

    private EndpointLoad endpointLoad() {
        return shared.loads().endpoint(endpoint());
    }

    @Override
    public void onConnectFailed(Failure failure) {
        UpstreamPool pool = shared.pools().pool(cluster, endpoint());
        EndpointLoad failed = endpointLoad();
        failed.onEnd();
        failed.onConnectFailure();
        pool.meter().onFailure();
        if (load.onFailure(failed)) {
            shared.counters().increment(Counter.EJECTIONS);
            pool.meter().onEjected(failed.ejectedUntilNanos());
        }
        boolean mayRetry = tries <= cluster.plan().retries().retries() && tries < cluster.endpointCount();
        if (mayRetry && client.isActive()) {
            shared.counters().increment(Counter.RETRIES);
            position = (position + 1) % cluster.endpointCount();
            connect();
        } else {
            load.onEnd();
            refuse();
        }
    }

    private void refuse() {
        received.release();
        client.config().setOption(ChannelOption.SO_LINGER, 0);
        client.close();
    }

    @Override
    public void onConnected(Channel endpoint) {
        UpstreamPool pool = shared.pools().pool(cluster, endpoint());
        EndpointLoad used = endpointLoad();
        used.onSuccess();
        pool.meter().onRequest();
        shared.counters().increment(Counter.TUNNELS_OPENED);
        endpoint.closeFuture().addListener(closed -> {
            pool.meter().onRequestEnd();
            used.onEnd();
            load.onEnd();
            shared.counters().increment(Counter.TUNNELS_CLOSED);
        });
        if (cluster.cluster().protocol().proxyProtocol()) {
            endpoint.write(Unpooled.wrappedBuffer(forwarded.proxyHeader()), endpoint.voidPromise());
        }
        TcpRelay.start(
                shared.loop(),
                shared.counters(),
                new TcpRelay.End(client, received),
                new TcpRelay.End(endpoint, Unpooled.EMPTY_BUFFER),
                cluster.tunnelIdleNanos());
    }
}
