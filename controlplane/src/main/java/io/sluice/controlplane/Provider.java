package io.sluice.controlplane;

import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.publish.Publisher;

/// Reads a source and tells a publisher.
interface Provider {

    AddressPolicy addresses();

    /// Follows the source until interrupted; called on a thread of its own.
    void follow(Publisher publisher);
}
