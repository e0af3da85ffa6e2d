package io.sluice.dataplane.model;

/// What one HTTP/2 connection to an endpoint may cost. All values are more than zero.
///
/// @param streams at once, or fewer where the endpoint says so; then another connection is opened
/// @param streamWindowBytes of a response body that nobody has taken yet
/// @param continuations frames that go on with one block of fields; more end the connection
/// @param glitches needless or strange frames before the connection ends; one a second is forgotten
public record Http2UpstreamLimits(int streams, int streamWindowBytes, int continuations, int glitches) {

    public static final Http2UpstreamLimits DEFAULT = new Http2UpstreamLimits(100, 64 * 1024, 8, 100);

    /// RFC 9113, 6.9.2: what a window is before anybody says otherwise, and no smaller here.
    private static final int MIN_WINDOW_BYTES = 65_535;

    public Http2UpstreamLimits {
        requireAtLeast("streams", streams, 1);
        requireAtLeast("streamWindowBytes", streamWindowBytes, MIN_WINDOW_BYTES);
        requireAtLeast("continuations", continuations, 1);
        requireAtLeast("glitches", glitches, 1);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }

    /// Of all bodies together: as much as all streams may have, so that none waits for another.
    public int connectionWindowBytes() {
        return (int) Math.min((long) streams * streamWindowBytes, Integer.MAX_VALUE);
    }
}
