package io.sluice.dataplane;

import io.sluice.dataplane.model.Limits;

/// The default limits but for what a test is about.
final class TestLimits {

    private static final Limits D = Limits.DEFAULT;

    private TestLimits() {}

    static Limits requestsPerConnection(int requests) {
        return limits(D.connectionsPerLoop(), requests, D.connectionsPerEndpoint());
    }

    static Limits connections(int perLoop, int perEndpoint) {
        return limits(perLoop, D.requestsPerConnection(), perEndpoint);
    }

    private static Limits limits(int connectionsPerLoop, int requestsPerConnection, int connectionsPerEndpoint) {
        return new Limits(
                D.requestLineBytes(),
                D.fieldLineBytes(),
                D.requestHeadBytes(),
                D.requestFields(),
                D.responseHeadBytes(),
                D.responseFields(),
                D.trailerBytes(),
                D.trailerFields(),
                D.chunkExtensionBytes(),
                D.interimResponses(),
                D.readAheadBytes(),
                D.writeHighBytes(),
                D.writeLowBytes(),
                connectionsPerLoop,
                D.perClient(),
                requestsPerConnection,
                D.forwardedHops(),
                connectionsPerEndpoint,
                D.requestsPerUpstreamConnection(),
                D.lingerBytes(),
                D.http2(),
                D.upstreamHttp2());
    }
}
