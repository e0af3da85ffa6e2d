package io.sluice.controlplane;

import java.time.Duration;
import java.time.InstantSource;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.DockerHost;
import io.sluice.controlplane.docker.EngineLimits;
import io.sluice.controlplane.publish.Publisher;
import io.sluice.controlplane.swarm.SwarmWatcher;
import io.sluice.controlplane.swarm.WatchSettings;

/// A swarm as a source, seen through the Engine API of one of its managers.
///
/// @param apiVersion to speak; empty: negotiated
/// @param resync the longest time between two full readings
record DockerProvider(DockerHost host, String apiVersion, Duration resync) implements Provider {

    @Override
    public AddressPolicy addresses() {
        return AddressPolicy.SWARM;
    }

    @Override
    public ProxyLocation location() {
        return ProxyLocation.here();
    }

    @Override
    public Runnable start(Publisher publisher) {
        DockerGateway gateway = new DockerGateway(host, apiVersion, EngineLimits.DEFAULT);
        SwarmWatcher watcher = new SwarmWatcher(
                gateway,
                WatchSettings.DEFAULT.withResync(resync),
                publisher::onState,
                publisher::onSourceStatus,
                InstantSource.system());
        watcher.start();
        return () -> {
            watcher.close();
            gateway.close();
        };
    }
}
