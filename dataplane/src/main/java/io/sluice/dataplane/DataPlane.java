package io.sluice.dataplane;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.model.ProxyConfig;

/// Listeners, loops and the published snapshot. All methods may be called by any thread but a loop's; they block.
public final class DataPlane implements AutoCloseable {

    private DataPlane() {}

    /// Starts the loops and binds the listeners; serves 503 until the first publication.
    ///
    /// @throws DataPlaneException when an address cannot be bound or the chosen transport does not work here
    public static DataPlane start(DataPlaneConfig config) {
        throw new UnsupportedOperationException("being built");
    }

    /// Bound addresses, in the order of [DataPlaneConfig#http()], with real ports.
    public List<InetSocketAddress> addresses() {
        throw new UnsupportedOperationException("being built");
    }

    /// `io_uring`, `epoll` or `nio`.
    public String transport() {
        throw new UnsupportedOperationException("being built");
    }

    /// Compiles the config and hands it to every loop; returns when all have acknowledged. One caller at a time.
    ///
    /// @throws IllegalArgumentException when the config contradicts itself; the present snapshot stays
    public Publication publish(ProxyConfig config) {
        throw new UnsupportedOperationException("being built");
    }

    /// The published config; [ProxyConfig#EMPTY] before the first publication.
    public ProxyConfig published() {
        throw new UnsupportedOperationException("being built");
    }

    /// Takes the statistics. One caller at a time: latencies are those since the previous call.
    public TrafficCut cut() {
        throw new UnsupportedOperationException("being built");
    }

    /// @param authority as in a Host field: `app.example.com:8080`
    /// @param target as in a request line, origin-form: `/a/b?c=d`
    public Explanation explain(String authority, String target) {
        throw new UnsupportedOperationException("being built");
    }

    /// Stops accepting, ends keep-alive after the response under way, waits for the rest, then closes.
    ///
    /// @return true when nothing had to be cut off
    public boolean drain(Duration grace) {
        throw new UnsupportedOperationException("being built");
    }

    /// Closes everything at once.
    @Override
    public void close() {
        throw new UnsupportedOperationException("being built");
    }
}
