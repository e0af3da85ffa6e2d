package io.sluice.controlplane;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.compose.ComposeWatcher;
import io.sluice.controlplane.publish.Publisher;

/// A Compose file as a source.
record ComposeProvider(Path file, Map<String, String> environment) implements Provider {

    ComposeProvider {
        environment = Map.copyOf(environment);
    }

    @Override
    public AddressPolicy addresses() {
        return AddressPolicy.COMPOSE;
    }

    @Override
    public ProxyLocation location() {
        return ProxyLocation.outside();
    }

    @Override
    public Runnable start(Publisher publisher) {
        ComposeWatcher.Listener listener =
                new ComposeWatcher.Listener(publisher::onState, publisher::onSourceErrors, publisher::onSourceStatus);
        ComposeWatcher watcher = new ComposeWatcher(file, environment, InstantSource.system(), listener);
        Thread job = Thread.ofVirtual().name("compose-watcher").start(watcher);
        return job::interrupt;
    }
}
