package io.sluice.controlplane.link;

import java.time.Duration;
import java.time.Instant;

/// What a control plane knows of one proxy that is connected to it, or was lately.
///
/// @param name from its certificate
/// @param serving the id of the snapshot in all of its loops; empty: none
/// @param since when it began to serve it, as seen from here
/// @param behind how long it has not served the latest snapshot; zero: it does
/// @param applied what the latest snapshot took from its arrival to the last loop
/// @param error why it does not serve what it was sent; empty: it does
public record ProxyView(
        String name,
        String address,
        boolean connected,
        Instant connectedSince,
        String build,
        String transport,
        int loops,
        String serving,
        Instant since,
        Duration behind,
        Duration applied,
        String error) {}
