package io.sluice.controlplane;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.docker.DockerGateway;
import io.sluice.controlplane.docker.DockerHost;
import io.sluice.controlplane.docker.EngineLimits;
import io.sluice.controlplane.publish.Publisher;
import io.sluice.controlplane.swarm.SwarmState;
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

    /// A client of the same engine, the caller's to close.
    DockerGateway gateway() {
        return new DockerGateway(host, apiVersion, EngineLimits.DEFAULT);
    }

    @Override
    public Runnable start(Publisher publisher) {
        return start(publisher, _ -> {});
    }

    /// @param alsoStates gets each state, too, on the watcher's thread
    Runnable start(Publisher publisher, Consumer<SwarmState> alsoStates) {
        DockerGateway gateway = gateway();
        SwarmWatcher watcher = new SwarmWatcher(
                gateway,
                WatchSettings.DEFAULT.withResync(resync),
                state -> {
                    publisher.onState(state);
                    alsoStates.accept(state);
                },
                publisher::onSourceStatus,
                InstantSource.system());
        watcher.start();
        return () -> {
            watcher.close();
            gateway.close();
        };
    }
}
