package io.sluice.dataplane.filter;

import java.util.List;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.HopByHop;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.model.ContentCoding;
import org.jspecify.annotations.Nullable;

/// Which responses are compressed, and what their heads say then. Immutable.
final class CompressionRules {

    /// Smaller ones would hardly take fewer packets.
    static final long MIN_BYTES = 860;

    private static final byte[] CONTENT_TYPE = Octets.ascii("content-type");
    private static final byte[] CACHE_CONTROL = Octets.ascii("cache-control");
    private static final byte[] NO_TRANSFORM = Octets.ascii("no-transform");
    private static final byte[] ETAG = Octets.ascii("etag");
    private static final byte[] ACCEPT_RANGES = Octets.ascii("accept-ranges");
    private static final byte[] VARY_LINE = Octets.ascii("vary: Accept-Encoding\r\n");
    private static final byte[] WEAK_ETAG = Octets.ascii("etag: W/");

    /// A response with one of these is of a coding, or a part, or signed as it is.
    private static final byte[][] FIXED =
            ascii("content-encoding", "content-range", "digest", "content-digest", "repr-digest", "content-md5");

    private static final byte[] TEXT = Octets.ascii("text/");
    private static final byte[][] TYPES = ascii(
            "application/json",
            "application/javascript",
            "application/xml",
            "application/xhtml+xml",
            "application/wasm",
            "application/x-ndjson",
            "application/graphql-response+json",
            "application/manifest+json",
            "application/ld+json",
            "application/problem+json",
            "application/rss+xml",
            "application/atom+xml",
            "image/svg+xml");

    private final ContentCoding[] offered;
    private final byte[][] codingLines; // by ordinal

    /// @param wanted those that cannot be applied are left out
    CompressionRules(List<ContentCoding> wanted) {
        offered = wanted.stream().filter(Codings::isAvailable).toArray(ContentCoding[]::new);
        ContentCoding[] all = ContentCoding.values();
        codingLines = new byte[all.length][];
        for (ContentCoding coding : all) {
            codingLines[coding.ordinal()] = Octets.ascii("content-encoding: " + coding.token() + "\r\n");
        }
    }

    private static byte[][] ascii(String... texts) {
        byte[][] all = new byte[texts.length][];
        for (int i = 0; i < texts.length; i++) {
            all[i] = Octets.ascii(texts[i]);
        }
        return all;
    }

    /// The coding that the response's body gets, or null. A response that another client would get compressed says so.
    @Nullable
    ContentCoding choose(RequestHead request, ResponseHead response, AcceptEncoding accept) {
        if (!isCompressible(request, response)) {
            return null;
        }
        ContentCoding coding = request.minorVersion() == 0 ? null : accept.choose(request.fields(), offered);
        response.fields().addLines(VARY_LINE);
        return coding;
    }

    private static boolean isCompressible(RequestHead request, ResponseHead response) {
        Fields fields = response.fields();
        boolean isLong = response.contentLength() < 0 || response.contentLength() >= MIN_BYTES;
        return isLong
                && !response.isBodiless(request.method())
                && response.status() != 206
                && response.status() / 100 != 3
                && isCompressibleType(fields)
                && isFree(fields);
    }

    private static boolean isCompressibleType(Fields fields) {
        int type = fields.find(CONTENT_TYPE);
        if (type < 0) {
            return false;
        }
        byte[] bytes = fields.bytes();
        int from = fields.valueStart(type);
        int to = from;
        while (to < fields.valueEnd(type) && bytes[to] != ';' && bytes[to] != ' ') {
            to++;
        }
        if (to - from > TEXT.length && Octets.equalsIgnoreCase(bytes, from, from + TEXT.length, TEXT)) {
            return true;
        }
        for (byte[] known : TYPES) {
            if (Octets.equalsIgnoreCase(bytes, from, to, known)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFree(Fields fields) {
        for (byte[] name : FIXED) {
            if (fields.find(name) >= 0) {
                return false;
            }
        }
        for (int i = 0; i < fields.count(); i++) {
            if (fields.isNamed(i, CACHE_CONTROL) && forbidsTransform(fields, i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean forbidsTransform(Fields fields, int cacheControl) {
        byte[] bytes = fields.bytes();
        int end = fields.valueEnd(cacheControl);
        int from = HopByHop.nextToken(bytes, fields.valueStart(cacheControl), end);
        while (from < end) {
            int to = HopByHop.tokenEnd(bytes, from, end);
            if (Octets.equalsIgnoreCase(bytes, from, to, NO_TRANSFORM)) {
                return true;
            }
            from = HopByHop.nextToken(bytes, to, end);
        }
        return false;
    }

    /// Makes the head that of the coded response: another length, another strong validator, no ranges.
    void announce(ContentCoding coding, ResponseHead response) {
        Fields fields = response.fields();
        response.contentLength(ResponseHead.UNKNOWN_LENGTH);
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) == FieldId.CONTENT_LENGTH || fields.isNamed(i, ACCEPT_RANGES)) {
                fields.drop(i);
            } else if (fields.isNamed(i, ETAG)) {
                weaken(fields, i);
            }
        }
        fields.addLines(codingLines[coding.ordinal()]);
    }

    private static void weaken(Fields fields, int etag) {
        int from = fields.valueStart(etag);
        boolean isStrong = from < fields.valueEnd(etag) && fields.bytes()[from] == '"';
        if (isStrong) {
            fields.addLine(WEAK_ETAG, fields.bytes(), from, fields.valueEnd(etag));
            fields.drop(etag);
        }
    }
}
