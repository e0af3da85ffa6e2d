package io.sluice.dataplane.metrics;

import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/// The statistics of all loops, merged: counts since start, latencies since the previous cut.
///
/// @param failures responses that the proxy made itself, by failure name, since start
/// @param complete false when a loop did not answer in time; its part is missing here and comes with a later
///     cut
public record TrafficCut(
        long generation,
        Map<Counter, Long> counters,
        Map<String, Long> failures,
        List<RouteTraffic> routes,
        List<ClusterTraffic> clusters,
        List<EndpointTraffic> endpoints,
        boolean complete) {

    /// @param responses one entry per status class, index 1 to 5; index 0: ended without a response
    /// @param latencyMicros from the request head's last byte to the response's last byte
    public record RouteTraffic(
            String route, List<Long> responses, long requestBytes, long responseBytes, Histogram latencyMicros) {}

    /// @param latencyMicros from the request's hand-over to the endpoint's connection to its response head
    public record ClusterTraffic(String cluster, Histogram latencyMicros) {}

    /// @param failures connect failures, resets and malformed responses
    /// @param ejections times that a loop left it out because it failed
    /// @param ejectedMillis how long some loop will still leave it out; 0: none does
    /// @param silent some loop leaves it out because it owes answers
    public record EndpointTraffic(
            String cluster,
            String address,
            long requests,
            long failures,
            int inFlight,
            int idleConnections,
            long ejections,
            long ejectedMillis,
            boolean silent) {

        /// Of an endpoint that was never left out.
        public EndpointTraffic(
                String cluster, String address, long requests, long failures, int inFlight, int idleConnections) {
            this(cluster, address, requests, failures, inFlight, idleConnections, 0, 0, false);
        }
    }
}
