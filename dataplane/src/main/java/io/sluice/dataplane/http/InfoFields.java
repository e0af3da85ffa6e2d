package io.sluice.dataplane.http;

/// The fields that the proxy adds to responses. Above all those that tell where a response came from: `x-request-id`,
/// `x-proxy-id`, `x-server-info`,
/// `x-upstream-addr`, `x-upstream-response-time`. One per loop, filled anew for each response.
public final class InfoFields {

    private static final byte[] REQUEST_ID = Octets.ascii("x-request-id: ");
    private static final byte[] RESPONSE_TIME = Octets.ascii("x-upstream-response-time: ");
    private static final byte[] NONE = {};

    private final boolean shown;
    private final HttpDate date;
    private final byte[] viaLine;
    private final byte[] oldViaLine;
    private final byte[] proxyLines;
    private byte[] requestId = NONE;
    private byte[] endpointLine = NONE;
    private long responseMicros;
    private byte[] cookieLine = NONE;

    /// Throws [IllegalArgumentException] for a text that no field value can be.
    ///
    /// @param viaName how this proxy calls itself in Via; empty: it adds none
    public InfoFields(boolean shown, String proxyId, String serverInfo, HttpDate date, String viaName) {
        this.date = date;
        viaLine = ForwardingRules.viaLine("1.1", viaName);
        oldViaLine = ForwardingRules.viaLine("1.0", viaName);
        requireFieldValue("proxy id", proxyId);
        requireFieldValue("server info", serverInfo);
        this.shown = shown;
        proxyLines = Octets.ascii("\r\nx-proxy-id: " + proxyId + "\r\nx-server-info: " + serverInfo + "\r\n");
    }

    private static void requireFieldValue(String what, String text) {
        boolean allowed = text.chars().allMatch(c -> c >= ' ' && c < 0x7f);
        if (!allowed) {
            throw new IllegalArgumentException(what + " must be printable ASCII, as it is sent in a field: " + text);
        }
    }

    /// False: the operator hides them, and an application's own pass.
    public boolean isShown() {
        return shown;
    }

    /// For a response that no endpoint made.
    public InfoFields own(byte[] newRequestId) {
        requestId = newRequestId;
        endpointLine = NONE;
        cookieLine = NONE;
        return this;
    }

    /// @param newEndpointLine a whole `x-upstream-addr` line
    public InfoFields from(byte[] newRequestId, byte[] newEndpointLine, long newResponseMicros) {
        requestId = newRequestId;
        endpointLine = newEndpointLine;
        responseMicros = newResponseMicros;
        cookieLine = NONE;
        return this;
    }

    /// For this response: a cookie that binds the client to its endpoint, shown or not.
    ///
    /// @param line a whole `set-cookie` line, or empty
    public InfoFields withCookie(byte[] line) {
        cookieLine = line;
        return this;
    }

    /// For a response that has no Date.
    public void appendDate(HeadWriter writer) {
        date.appendTo(writer);
    }

    /// @param minorVersion in which the response was received
    public void appendVia(HeadWriter writer, int minorVersion) {
        writer.append(minorVersion == 0 ? oldViaLine : viaLine);
    }

    public void appendTo(HeadWriter writer) {
        writer.append(cookieLine);
        if (!shown) {
            return;
        }
        writer.append(REQUEST_ID).append(requestId).append(proxyLines);
        if (endpointLine.length > 0) {
            long millis = (responseMicros + 500) / 1000;
            writer.append(endpointLine)
                    .append(RESPONSE_TIME)
                    .appendDecimal(millis / 1000)
                    .append('.')
                    .appendDigits(millis % 1000, 3)
                    .crlf();
        }
    }
}
