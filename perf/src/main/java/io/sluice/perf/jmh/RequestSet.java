package io.sluice.perf.jmh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;

/// Requests one behind another in the bytes of a single head, so that going from one to the next costs what it does on
/// a connection: new bytes, no new object.
final class RequestSet {

    private static final int ENTRIES = 4;

    private final RequestHead head = new RequestHead();
    private int[] ranges = new int[1024 * ENTRIES]; // host start, host end, target start, target end
    private int count;

    RequestSet() {
        head.clear();
    }

    void add(String host, String target) {
        if ((count + 1) * ENTRIES > ranges.length) {
            ranges = Arrays.copyOf(ranges, ranges.length * 2);
        }
        int at = count++ * ENTRIES;
        ranges[at] = append(host);
        ranges[at + 1] = head.fields().length();
        ranges[at + 2] = append(target);
        ranges[at + 3] = head.fields().length();
    }

    private int append(String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        Fields fields = head.fields();
        int start = fields.length();
        fields.reserve(ascii.length);
        System.arraycopy(ascii, 0, fields.bytes(), start, ascii.length);
        fields.advance(ascii.length);
        return start;
    }

    /// The request with that index; valid until the next call.
    RequestHead at(int request) {
        int at = request * ENTRIES;
        head.host(ranges[at], ranges[at + 1]);
        head.target(ranges[at + 2], ranges[at + 3]);
        return head;
    }
}
