package io.sluice.controlplane.demo;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Where `web` finds the tasks of `app`: what Swarm's DNS would answer, in turn.
final class AppAddresses {

    private final AtomicInteger turn = new AtomicInteger();
    private volatile List<InetSocketAddress> addresses = List.of();

    void set(List<InetSocketAddress> known) {
        addresses = List.copyOf(known);
    }

    InetSocketAddress next() {
        return addresses.get(Math.floorMod(turn.getAndIncrement(), addresses.size()));
    }
}
