package io.sluice.dataplane.model;

/// Every bound of the data plane that is not a time. All values are more than zero.
///
/// @param requestLineBytes longer: 414 (RFC 9110, 4.1 asks for 8000 at least)
/// @param fieldLineBytes of one request field; longer: 431
/// @param requestHeadBytes longer: 431
/// @param requestFields more: 431
/// @param responseHeadBytes longer: 502
/// @param responseFields more: 502
/// @param trailerBytes longer: 400, or 502 from upstream
/// @param trailerFields more: 400, or 502 from upstream
/// @param chunkExtensionBytes per body; more: 400, or 502 from upstream
/// @param interimResponses 1xx per request; more: 502
/// @param readAheadBytes of pipelined requests while one is served, or of a body that waits; then reading stops
/// @param writeHighBytes waiting to be written on one connection; then its source is not read
/// @param writeLowBytes below it the source is read again
/// @param connectionsPerLoop downstream; more are closed as soon as they are accepted
/// @param perClient of one client's connections
/// @param requestsPerConnection downstream; behind the last response the connection closes
/// @param forwardedHops addresses of a trusted peer's X-Forwarded-For that are read and passed on, from the right
/// @param connectionsPerEndpoint upstream, per loop; when all endpoints are there: 503
/// @param requestsPerUpstreamConnection then it is closed instead of pooled
/// @param lingerBytes read and dropped after an error answer, so that the client receives it
/// @param http2 of one HTTP/2 connection of a client
/// @param upstreamHttp2 of one HTTP/2 connection to an endpoint
public record Limits(
        int requestLineBytes,
        int fieldLineBytes,
        int requestHeadBytes,
        int requestFields,
        int responseHeadBytes,
        int responseFields,
        int trailerBytes,
        int trailerFields,
        int chunkExtensionBytes,
        int interimResponses,
        int readAheadBytes,
        int writeHighBytes,
        int writeLowBytes,
        int connectionsPerLoop,
        ClientLimits perClient,
        int requestsPerConnection,
        int forwardedHops,
        int connectionsPerEndpoint,
        int requestsPerUpstreamConnection,
        int lingerBytes,
        Http2Limits http2,
        Http2UpstreamLimits upstreamHttp2) {

    /// Of what may be limited or not.
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public static final Limits DEFAULT = new Limits(
            8 * 1024 + 64,
            16 * 1024,
            32 * 1024,
            100,
            64 * 1024,
            200,
            8 * 1024,
            32,
            16 * 1024,
            16,
            64 * 1024,
            64 * 1024,
            32 * 1024,
            100_000,
            ClientLimits.NONE,
            10_000,
            16,
            10_000,
            10_000,
            64 * 1024,
            Http2Limits.DEFAULT,
            Http2UpstreamLimits.DEFAULT);

    public Limits {
        requirePositive("requestLineBytes", requestLineBytes);
        requirePositive("fieldLineBytes", fieldLineBytes);
        requirePositive("requestHeadBytes", requestHeadBytes);
        requirePositive("requestFields", requestFields);
        requirePositive("responseHeadBytes", responseHeadBytes);
        requirePositive("responseFields", responseFields);
        requirePositive("trailerBytes", trailerBytes);
        requirePositive("trailerFields", trailerFields);
        requirePositive("chunkExtensionBytes", chunkExtensionBytes);
        requirePositive("interimResponses", interimResponses);
        requirePositive("readAheadBytes", readAheadBytes);
        requirePositive("writeHighBytes", writeHighBytes);
        requirePositive("writeLowBytes", writeLowBytes);
        requirePositive("connectionsPerLoop", connectionsPerLoop);
        requirePositive("requestsPerConnection", requestsPerConnection);
        requirePositive("forwardedHops", forwardedHops);
        requirePositive("connectionsPerEndpoint", connectionsPerEndpoint);
        requirePositive("requestsPerUpstreamConnection", requestsPerUpstreamConnection);
        requirePositive("lingerBytes", lingerBytes);
        if (writeLowBytes > writeHighBytes) {
            throw new IllegalArgumentException(
                    "writeLowBytes must be at most writeHighBytes: " + writeLowBytes + " > " + writeHighBytes);
        }
    }

    /// These limits with other numbers of client connections.
    public Limits withConnections(int perLoop, ClientLimits client) {
        return new Limits(
                requestLineBytes,
                fieldLineBytes,
                requestHeadBytes,
                requestFields,
                responseHeadBytes,
                responseFields,
                trailerBytes,
                trailerFields,
                chunkExtensionBytes,
                interimResponses,
                readAheadBytes,
                writeHighBytes,
                writeLowBytes,
                perLoop,
                client,
                requestsPerConnection,
                forwardedHops,
                connectionsPerEndpoint,
                requestsPerUpstreamConnection,
                lingerBytes,
                http2,
                upstreamHttp2);
    }

    /// These limits with other sizes of request heads.
    ///
    /// @param lineBytes of the request line, and of each field
    public Limits withRequestHeads(int lineBytes, int headBytes) {
        return new Limits(
                lineBytes,
                lineBytes,
                headBytes,
                requestFields,
                responseHeadBytes,
                responseFields,
                trailerBytes,
                trailerFields,
                chunkExtensionBytes,
                interimResponses,
                readAheadBytes,
                writeHighBytes,
                writeLowBytes,
                connectionsPerLoop,
                perClient,
                requestsPerConnection,
                forwardedHops,
                connectionsPerEndpoint,
                requestsPerUpstreamConnection,
                lingerBytes,
                http2,
                upstreamHttp2);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be more than zero: " + value);
        }
    }
}
