package io.sluice.perf.proxy;

/// A running proxy in front of the endpoints of a run, in a process of its own.
public interface Proxy extends AutoCloseable {

    String name();

    /// On loopback.
    int port();

    /// Of the process that serves; it may have children.
    long pid();

    /// Resident memory of the process and its children.
    default long residentBytes() {
        return ProcessFamily.residentBytes(pid());
    }

    /// Processor time of the process and its children so far.
    default long cpuNanos() {
        return ProcessFamily.cpuNanos(pid());
    }

    boolean isAlive();

    @Override
    void close();
}
