package io.sluice.dataplane.http;

/// What gRPC calls are told when their endpoint tells nothing: HTTP 200, and the reason as a status of gRPC in a
/// response
/// that is trailers alone (gRPC over HTTP/2, "Responses").
public final class GrpcStatus {

    public static final int CANCELLED = 1;
    public static final int UNKNOWN = 2;
    public static final int DEADLINE_EXCEEDED = 4;
    public static final int PERMISSION_DENIED = 7;
    public static final int RESOURCE_EXHAUSTED = 8;
    public static final int UNIMPLEMENTED = 12;
    public static final int INTERNAL = 13;
    public static final int UNAVAILABLE = 14;
    public static final int UNAUTHENTICATED = 16;

    private static final byte[] CONTENT_TYPE = Octets.ascii("content-type");
    private static final byte[] TIMEOUT = Octets.ascii("grpc-timeout");
    private static final byte[] GRPC = Octets.ascii("application/grpc");
    private static final int MAX_TIMEOUT_DIGITS = 8;

    /// No timeout was asked for.
    public static final long NO_TIMEOUT = -1;

    private GrpcStatus() {}

    /// Whether a request is a call: `application/grpc`, alone or with `+proto` and its like. gRPC-Web is not, which has
    /// its trailers in the body.
    public static boolean isCall(RequestHead request) {
        Fields fields = request.fields();
        int field = fields.find(CONTENT_TYPE);
        if (field < 0) {
            return false;
        }
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        int end = from + GRPC.length;
        return end <= to
                && Octets.equalsIgnoreCase(fields.bytes(), from, end, GRPC)
                && (end == to || "+; ".indexOf(fields.bytes()[end]) >= 0);
    }

    /// How long the client waits, in nanoseconds; [#NO_TIMEOUT] when it does not say so in a way that is understood.
    public static long timeoutNanos(RequestHead request) {
        Fields fields = request.fields();
        int field = fields.find(TIMEOUT);
        if (field < 0) {
            return NO_TIMEOUT;
        }
        int last = fields.valueEnd(field) - 1;
        int from = fields.valueStart(field);
        long count = last - from > MAX_TIMEOUT_DIGITS ? -1 : FieldLines.contentLength(fields.bytes(), from, last);
        long unit = last > from ? unitNanos(fields.bytes()[last]) : 0;
        return count < 0 || unit == 0 ? NO_TIMEOUT : count * unit;
    }

    private static long unitNanos(byte unit) {
        return switch (unit) {
            case 'H' -> 3_600_000_000_000L;
            case 'M' -> 60_000_000_000L;
            case 'S' -> 1_000_000_000L;
            case 'm' -> 1_000_000L;
            case 'u' -> 1_000L;
            case 'n' -> 1;
            default -> 0;
        };
    }

    /// The status that says what a status of HTTP says.
    public static int of(int httpStatus) {
        return switch (httpStatus) {
            case 400, 414, 431, 500 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404, 405 -> UNIMPLEMENTED;
            case 408, 499 -> CANCELLED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 421, 502, 503 -> UNAVAILABLE;
            case 504 -> DEADLINE_EXCEEDED;
            default -> UNKNOWN;
        };
    }

    /// Whole lines: the status, and the failure's name.
    static String lines(Failure failure) {
        return "grpc-status: " + of(failure.status()) + "\r\ngrpc-message: sluice: " + failure.label() + "\r\n";
    }

    /// The trailers of a response that has begun and cannot be completed.
    public static Fields trailers(Failure failure) {
        Fields trailers = Fields.few();
        String status = Integer.toString(of(failure.status()));
        add(trailers, "grpc-status", status);
        add(trailers, "grpc-message", "sluice: " + failure.label());
        return trailers;
    }

    private static void add(Fields fields, String name, String value) {
        byte[] line = Octets.ascii(name + ": " + value + "\r\n");
        fields.reserve(line.length);
        int start = fields.length();
        System.arraycopy(line, 0, fields.bytes(), start, line.length);
        fields.advance(line.length);
        int nameEnd = start + name.length();
        fields.add(FieldId.OTHER, start, nameEnd, nameEnd + 2, fields.length() - 2, fields.length());
    }
}
