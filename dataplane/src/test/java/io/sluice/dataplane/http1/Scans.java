package io.sluice.dataplane.http1;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http.Underscores;
import io.sluice.dataplane.model.Limits;

/// Feeds heads to the scanners in pieces, as a connection does.
public final class Scans {

    /// Up to here every split point is tried; longer inputs are cut at some of them.
    private static final int ALL_SPLITS_BYTES = 700;

    private static final int SOME_SPLITS = 40;

    private Scans() {}

    /// What a scanner said, as far as a caller can see it.
    ///
    /// @param meaning of a complete head; empty for others
    record Verdict(ScanResult result, Failure failure, String meaning) {}

    public static RequestHead request(String text) {
        RequestHead head = new RequestHead();
        head.clear();
        Verdict verdict = request(head, Octets.ascii(text), Limits.DEFAULT, new int[0]);
        if (verdict.result() != ScanResult.COMPLETE) {
            throw new AssertionError(verdict + " for " + text);
        }
        return head;
    }

    public static ResponseHead response(String text) {
        ResponseHead head = new ResponseHead();
        head.clear();
        Verdict verdict = response(head, Octets.ascii(text), Limits.DEFAULT, new int[0]);
        if (verdict.result() != ScanResult.COMPLETE) {
            throw new AssertionError(verdict + " for " + text);
        }
        return head;
    }

    /// @param cuts ascending offsets at which the input is split
    static Verdict request(byte[] input, Limits limits, int... cuts) {
        RequestHead head = new RequestHead();
        head.clear();
        return request(head, input, limits, cuts);
    }

    private static Verdict request(RequestHead head, byte[] input, Limits limits, int[] cuts) {
        RequestScanner scanner = new RequestScanner(limits, new Underscores(false));
        ScanResult result = feed(head.fields(), input, limits.requestHeadBytes(), cuts, () -> scanner.scan(head));
        return switch (result) {
            case INCOMPLETE -> new Verdict(result, Failure.NONE, "");
            case COMPLETE -> new Verdict(result, Failure.NONE, meaning(head));
            case REFUSED -> new Verdict(result, scanner.failure(), "");
        };
    }

    static Verdict response(byte[] input, Limits limits, int... cuts) {
        ResponseHead head = new ResponseHead();
        head.clear();
        return response(head, input, limits, cuts);
    }

    private static Verdict response(ResponseHead head, byte[] input, Limits limits, int[] cuts) {
        ResponseScanner scanner = new ResponseScanner(limits);
        ScanResult result = feed(head.fields(), input, limits.responseHeadBytes(), cuts, () -> scanner.scan(head));
        return switch (result) {
            case INCOMPLETE -> new Verdict(result, Failure.NONE, "");
            case COMPLETE -> new Verdict(result, Failure.NONE, meaning(head));
            case REFUSED -> new Verdict(result, scanner.failure(), "");
        };
    }

    private static ScanResult feed(
            Fields fields, byte[] input, int maxBytes, int[] cuts, Supplier<ScanResult> scanner) {
        int from = 0;
        ScanResult result = ScanResult.INCOMPLETE;
        for (int i = 0; i <= cuts.length && result == ScanResult.INCOMPLETE; i++) {
            int to = i == cuts.length ? input.length : cuts[i];
            int count = Math.min(to - from, maxBytes - fields.length());
            fields.reserve(count);
            System.arraycopy(input, from, fields.bytes(), fields.length(), count);
            fields.advance(count);
            result = scanner.get();
            from = to;
        }
        return result;
    }

    /// Byte by byte, at each point once, and whole as the first.
    static List<int[]> splits(int length) {
        List<int[]> all = new ArrayList<>();
        all.add(new int[0]);
        int[] each = new int[Math.max(0, length - 1)];
        for (int i = 0; i < each.length; i++) {
            each[i] = i + 1;
        }
        all.add(each);
        int step = length <= ALL_SPLITS_BYTES ? 1 : length / SOME_SPLITS;
        for (int cut = 1; cut < length; cut += step) {
            all.add(new int[] {cut});
        }
        return all;
    }

    static String meaning(RequestHead head) {
        Fields fields = head.fields();
        return String.join(
                "|",
                fields.text(head.methodStart(), head.methodEnd()),
                head.target(),
                head.hostStart() < 0 ? "no host" : fields.text(head.hostStart(), head.hostEnd()),
                "1." + head.minorVersion(),
                "length=" + head.contentLength(),
                "chunked=" + head.isChunked(),
                "keepAlive=" + head.isKeepAlive(),
                "continue=" + head.expectsContinue(),
                "trailers=" + head.acceptsTrailers(),
                "websocket=" + head.isWebsocketUpgrade(),
                lines(fields));
    }

    static String meaning(ResponseHead head) {
        Fields fields = head.fields();
        return String.join(
                "|",
                fields.text(head.reasonStart(), head.reasonEnd()),
                "1." + head.minorVersion(),
                "length=" + head.contentLength(),
                "chunked=" + head.isChunked(),
                "keepAlive=" + head.isKeepAlive() + "/" + head.keepAliveSeconds(),
                "websocket=" + head.isWebsocketSwitch(),
                lines(fields));
    }

    /// The fields with their numbers, and where the head ends.
    static String lines(Fields fields) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            lines.append(fields.id(i))
                    .append(' ')
                    .append(fields.text(fields.nameStart(i), fields.nameEnd(i)))
                    .append('=')
                    .append(fields.value(i))
                    .append('|');
        }
        return lines.append(fields.lineStart()).toString();
    }
}
