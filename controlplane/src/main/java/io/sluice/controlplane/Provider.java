package io.sluice.controlplane;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.publish.Publisher;

/// Reads a source and tells a publisher.
interface Provider {

    AddressPolicy addresses();

    ProxyLocation location();

    /// Follows the source on threads of its own until what it returns is run.
    Runnable start(Publisher publisher);
}
