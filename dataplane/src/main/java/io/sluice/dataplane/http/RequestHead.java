package io.sluice.dataplane.http;

/// A request's head: ranges into [Fields#bytes()] and what the rules of RFC 9110 and 9112 need to know. Filled by a
/// codec, read by whoever routes and forwards it; belongs to one exchange until that is over.
public final class RequestHead {

    /// No Content-Length field.
    public static final long UNKNOWN_LENGTH = -1;

    private final Fields fields = new Fields();
    private Method method = Method.OTHER;
    private int methodStart;
    private int methodEnd;
    private int targetStart;
    private int targetEnd;
    private int strippedBytes;
    private int encodedSeparatorAt = -1;
    private int hostStart = -1;
    private int hostEnd;
    private int minorVersion;
    private long contentLength;
    private boolean chunked;
    private boolean keepAlive;
    private boolean closes;
    private boolean nominatesFields;
    private boolean expectsContinue;
    private boolean acceptsTrailers;
    private boolean upgradeOption;
    private boolean websocket;

    public void clear() {
        fields.clear();
        method = Method.OTHER;
        methodStart = 0;
        methodEnd = 0;
        targetStart = 0;
        targetEnd = 0;
        strippedBytes = 0;
        encodedSeparatorAt = -1;
        hostStart = -1;
        hostEnd = 0;
        minorVersion = 1;
        contentLength = UNKNOWN_LENGTH;
        chunked = false;
        keepAlive = true;
        closes = false;
        nominatesFields = false;
        expectsContinue = false;
        acceptsTrailers = false;
        upgradeOption = false;
        websocket = false;
    }

    public Fields fields() {
        return fields;
    }

    public Method method() {
        return method;
    }

    public int methodStart() {
        return methodStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    public void method(Method newMethod, int start, int end) {
        method = newMethod;
        methodStart = start;
        methodEnd = end;
    }

    /// Origin-form (`/path?query`) or `*` once the head is complete.
    public int targetStart() {
        return targetStart;
    }

    public int targetEnd() {
        return targetEnd;
    }

    public void target(int start, int end) {
        targetStart = start;
        targetEnd = end;
    }

    /// Start of the target that the endpoint sees: behind the prefix that its route takes away.
    public int sentTargetStart() {
        return targetStart + strippedBytes;
    }

    /// The endpoint does not see so many bytes of the path; the rest starts with `/`.
    public void stripTarget(int bytes) {
        strippedBytes = bytes;
    }

    /// Offset in the path of the first percent-encoded slash, backslash or NUL; -1 when there is none.
    public int encodedSeparatorAt() {
        return encodedSeparatorAt;
    }

    public void encodedSeparatorAt(int offset) {
        encodedSeparatorAt = offset;
    }

    /// Start of `host[:port]`; -1 when the request names no host (HTTP/1.0).
    public int hostStart() {
        return hostStart;
    }

    public int hostEnd() {
        return hostEnd;
    }

    public void host(int start, int end) {
        hostStart = start;
        hostEnd = end;
    }

    /// 0 or 1.
    public int minorVersion() {
        return minorVersion;
    }

    public void minorVersion(int newMinorVersion) {
        minorVersion = newMinorVersion;
        keepAlive = newMinorVersion == 1;
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

    public boolean hasBody() {
        return chunked || contentLength > 0;
    }

    /// The client will use the connection again.
    public boolean isKeepAlive() {
        return keepAlive && !closes;
    }

    public void keepAlive(boolean newKeepAlive) {
        keepAlive = newKeepAlive;
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

    public boolean expectsContinue() {
        return expectsContinue;
    }

    public void expectsContinue(boolean newExpectsContinue) {
        expectsContinue = newExpectsContinue;
    }

    /// `TE: trailers`.
    public boolean acceptsTrailers() {
        return acceptsTrailers;
    }

    public void acceptsTrailers(boolean newAcceptsTrailers) {
        acceptsTrailers = newAcceptsTrailers;
    }

    public void upgradeOption(boolean newUpgradeOption) {
        upgradeOption = newUpgradeOption;
    }

    public void websocket(boolean newWebsocket) {
        websocket = newWebsocket;
    }

    /// Asks to become a WebSocket (RFC 6455, 4.1): the only upgrade that is passed on.
    public boolean isWebsocketUpgrade() {
        return websocket && upgradeOption && method == Method.GET && minorVersion == 1 && !hasBody();
    }

    /// For people and tests: makes an object.
    public String target() {
        return fields.text(targetStart, targetEnd);
    }

    /// Methods that are treated differently.
    public enum Method {
        GET(true),
        HEAD(true),
        POST(false),
        PUT(true),
        DELETE(true),
        OPTIONS(true),
        TRACE(true),
        CONNECT(false),
        PATCH(false),
        OTHER(false);

        private final boolean idempotent;

        Method(boolean idempotent) {
            this.idempotent = idempotent;
        }

        /// Sending it twice means the same as once (RFC 9110, 9.2.2).
        public boolean isIdempotent() {
            return idempotent;
        }
    }
}
