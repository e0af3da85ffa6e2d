package io.sluice.dataplane.model;

/// What one HTTP/2 connection may cost. All values are more than zero.
///
/// @param streams at once, those included whose upstream exchange has not ended; more are refused
/// @param streamWindowBytes of a request body that nobody has taken yet
/// @param connectionWindowBytes of all bodies together
/// @param continuations frames that go on with one block of fields; more end the connection
/// @param resets of streams, by the client or by its fault, before the connection ends; ten a second are forgotten
/// @param glitches needless or strange frames before the connection ends; one a second is forgotten
/// @param streamsPerTurn new ones that are begun before other connections have their turn
public record Http2Limits(
        int streams,
        int streamWindowBytes,
        int connectionWindowBytes,
        int continuations,
        int resets,
        int glitches,
        int streamsPerTurn) {

    public static final Http2Limits DEFAULT = new Http2Limits(100, 64 * 1024, 1024 * 1024, 8, 100, 100, 32);

    /// RFC 9113, 6.9.2: what a window is before anybody says otherwise, and no smaller here.
    private static final int MIN_WINDOW_BYTES = 65_535;

    public Http2Limits {
        requireAtLeast("streams", streams, 1);
        requireAtLeast("streamWindowBytes", streamWindowBytes, MIN_WINDOW_BYTES);
        requireAtLeast("connectionWindowBytes", connectionWindowBytes, MIN_WINDOW_BYTES);
        requireAtLeast("continuations", continuations, 1);
        requireAtLeast("resets", resets, 1);
        requireAtLeast("glitches", glitches, 1);
        requireAtLeast("streamsPerTurn", streamsPerTurn, 1);
    }

    private static void requireAtLeast(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ": " + value);
        }
    }
}
