package io.sluice.dataplane.http;

/// A response's head: ranges into [Fields#bytes()] and what framing and forwarding need to know.
public final class ResponseHead {

    /// No Content-Length field.
    public static final long UNKNOWN_LENGTH = -1;

    private final Fields fields = new Fields();
    private int status;
    private int reasonStart;
    private int reasonEnd;
    private int minorVersion;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;
    private boolean closes;
    private boolean nominatesFields;
    private boolean upgradeOption;
    private boolean websocket;
    private int keepAliveSeconds;

    public void clear() {
        fields.clear();
        status = 0;
        reasonStart = 0;
        reasonEnd = 0;
        minorVersion = 1;
        contentLength = UNKNOWN_LENGTH;
        chunked = false;
        keepAlive = true;
        closes = false;
        nominatesFields = false;
        upgradeOption = false;
        websocket = false;
        keepAliveSeconds = -1;
    }

    public Fields fields() {
        return fields;
    }

    /// 100 to 599.
    public int status() {
        return status;
    }

    public void status(int newStatus, int newReasonStart, int newReasonEnd) {
        status = newStatus;
        reasonStart = newReasonStart;
        reasonEnd = newReasonEnd;
    }

    /// Start of the three digits, the space and the reason phrase.
    public int reasonStart() {
        return reasonStart;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    public void minorVersion(int newMinorVersion) {
        minorVersion = newMinorVersion;
        keepAlive = newMinorVersion == 1;
    }

    /// 0 or 1.
    public int minorVersion() {
        return minorVersion;
    }

    /// 0 or more, or [#UNKNOWN_LENGTH].
    public long contentLength() {
        return contentLength;
    }

    public void contentLength(long newContentLength) {
        contentLength = newContentLength;
    }

    public boolean isChunked() {
        return chunked;
    }

    public void chunked(boolean newChunked) {
        chunked = newChunked;
    }

    /// The endpoint will keep the connection.
    public boolean isKeepAlive() {
        return keepAlive && !closes;
    }

    public void closes(boolean newCloses) {
        closes = newCloses;
    }

    /// A Connection field names fields of this hop.
    public boolean nominatesFields() {
        return nominatesFields;
    }

    public void nominatesFields(boolean newNominatesFields) {
        nominatesFields = newNominatesFields;
    }

    public void keepAlive(boolean newKeepAlive) {
        keepAlive = newKeepAlive;
    }

    public void upgradeOption(boolean newUpgradeOption) {
        upgradeOption = newUpgradeOption;
    }

    public void websocket(boolean newWebsocket) {
        websocket = newWebsocket;
    }

    /// 101 with `Connection: upgrade` and `Upgrade: websocket`.
    public boolean isWebsocketSwitch() {
        return status == 101 && upgradeOption && websocket;
    }

    /// From `Keep-Alive: timeout=N`; -1 when the endpoint does not say.
    public int keepAliveSeconds() {
        return keepAliveSeconds;
    }

    public void keepAliveSeconds(int newKeepAliveSeconds) {
        keepAliveSeconds = newKeepAliveSeconds;
    }

    public boolean isInterim() {
        return status < 200;
    }

    /// No body follows, whatever the fields say (RFC 9112, 6.3).
    public boolean isBodiless(RequestHead.Method requestMethod) {
        return requestMethod == RequestHead.Method.HEAD || status == 204 || status == 304 || status < 200;
    }
}
