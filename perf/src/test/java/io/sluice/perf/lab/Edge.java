package io.sluice.perf.lab;

/// What takes requests for the services of the lab's swarm, on a node's address: Sluice, or a peer to compare it with.
interface Edge extends AutoCloseable {
    String address();

    int port();

    /// What explains a failure.
    String logs();

    @Override
    void close();
}
