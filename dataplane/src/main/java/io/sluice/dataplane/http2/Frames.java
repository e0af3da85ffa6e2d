package io.sluice.dataplane.http2;

import io.sluice.dataplane.http.Octets;

/// The numbers of frames (RFC 9113, 4 and 6).
final class Frames {

    static final int HEADER_BYTES = 9;

    /// What every receiver takes, and all that we take (RFC 9113, 6.5.2).
    static final int MAX_PAYLOAD_BYTES = 16_384;

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int WITH_PRIORITY = 0x20;

    static final int PING_BYTES = 8;
    static final int PRIORITY_BYTES = 5;
    static final int SETTING_BYTES = 6;

    /// The greatest stream identifier, and the largest window.
    static final int MAX_31_BITS = Integer.MAX_VALUE;

    private static final byte[] PREFACE = Octets.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    private Frames() {}

    static int prefaceBytes() {
        return PREFACE.length;
    }

    /// Of what a client says first (RFC 9113, 3.4).
    static byte prefaceByte(int index) {
        return PREFACE[index];
    }
}
