package io.sluice.dataplane.model;

/// Which of Netty's transports moves the bytes.
public enum TransportChoice {
    /// The best that works here, by measurement.
    AUTO,
    IO_URING,
    EPOLL,
    NIO
}
