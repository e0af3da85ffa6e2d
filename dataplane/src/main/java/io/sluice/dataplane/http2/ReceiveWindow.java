package io.sluice.dataplane.http2;

/// How much the other side may still send, of one stream or of all (RFC 9113, 5.2). What was taken is given back in
/// halves of the window.
final class ReceiveWindow {

    private int maxBytes;
    private int leftBytes;
    private int takenBytes; // to be given back

    void begin(int newMaxBytes) {
        maxBytes = newMaxBytes;
        leftBytes = newMaxBytes;
        takenBytes = 0;
    }

    /// False: that is more than allowed.
    boolean tryReceive(int bytes) {
        leftBytes -= bytes;
        return leftBytes >= 0;
    }

    /// Somebody has taken so much of what was received.
    ///
    /// @return what to give back now, 0 or more
    int onTaken(int bytes) {
        takenBytes += bytes;
        if (takenBytes < maxBytes / 2) {
            return 0;
        }
        int more = takenBytes;
        leftBytes += more;
        takenBytes = 0;
        return more;
    }
}
