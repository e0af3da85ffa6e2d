package io.sluice.perf.soak;

import java.io.IOException;

import io.sluice.perf.wire.Wire;
import io.sluice.perf.wire.WireException;

/// The requests of the soak, over one connection or another.
final class Requests {

    private Requests() {}

    /// A body that the upstream makes.
    ///
    /// @param options of the query, as `&chunked`
    record Get(long seed, int length, String options) {

        void send(Wire wire) throws IOException {
            wire.send(
                    "GET /bytes?seed=" + seed + "&length=" + length + options + " HTTP/1.1",
                    "Host: " + Publications.HOST,
                    "Accept: */*");
        }

        /// @return whether the connection can be used again
        boolean receive(Wire wire) throws IOException {
            Wire.Head head = requireStatus(wire, "200");
            Payload.require(wire.readBody(head), seed, length);
            return !head.closes();
        }
    }

    /// Reads heads up to the final one.
    static Wire.Head requireStatus(Wire wire, String status) throws IOException {
        Wire.Head head = wire.readHead().orElseThrow(() -> new WireException("closed instead of a response"));
        if (!head.start().startsWith("HTTP/1.1 " + status)) {
            throw new WireException("answered " + head.start() + " " + head.field("proxy-status"));
        }
        return head;
    }
}
