package io.sluice.dataplane.filter;

import java.util.Arrays;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.ContentCoding;
import org.jspecify.annotations.Nullable;

/// Which content coding a client likes best (RFC 9110, 12.5.3). One per loop.
final class AcceptEncoding {

    private static final byte[] NAME = Octets.ascii("accept-encoding");
    private static final byte[] IDENTITY = Octets.ascii("identity");
    private static final byte[] X_GZIP = Octets.ascii("x-gzip");
    private static final byte[][] TOKENS = Arrays.stream(ContentCoding.values())
            .map(coding -> Octets.ascii(coding.token()))
            .toArray(byte[][]::new);
    private static final int UNSAID = -1;
    private static final int MAX_WEIGHT = 1000;

    private final int[] weights = new int[TOKENS.length]; // by coding, 0 to 1000 or UNSAID
    private int anyWeight;
    private int identityWeight;

    /// The coding with the greatest weight; of equals the first offered. Null: the response stays as it is.
    @Nullable
    ContentCoding choose(Fields request, ContentCoding[] offered) {
        read(request);
        ContentCoding best = null;
        int bestWeight = Math.max(identityWeight, 1) - 1; // of equals a coding wins over none
        for (ContentCoding coding : offered) {
            int said = weights[coding.ordinal()];
            int weight = said == UNSAID ? anyWeight : said;
            if (weight > bestWeight) {
                best = coding;
                bestWeight = weight;
            }
        }
        return best;
    }

    private void read(Fields request) {
        Arrays.fill(weights, UNSAID);
        anyWeight = 0;
        identityWeight = 0;
        for (int i = 0; i < request.count(); i++) {
            if (request.isNamed(i, NAME)) {
                readLine(request.bytes(), request.valueStart(i), request.valueEnd(i));
            }
        }
    }

    private void readLine(byte[] bytes, int start, int end) {
        int from = start;
        while (from < end) {
            int to = indexOf(bytes, from, end, ',');
            readElement(bytes, from, to);
            from = to + 1;
        }
    }

    /// `coding`, or `coding;q=0.5` with blanks around the semicolon. What is neither counts as not said.
    private void readElement(byte[] bytes, int start, int end) {
        int from = skipBlanks(bytes, start, end);
        int to = from;
        while (to < end && Octets.isTchar(bytes[to])) {
            to++;
        }
        int weight = weight(bytes, skipBlanks(bytes, to, end), end);
        if (to == from || weight < 0) {
            return;
        }
        if (to - from == 1 && bytes[from] == '*') {
            anyWeight = weight;
            return;
        }
        if (Octets.equalsIgnoreCase(bytes, from, to, IDENTITY)) {
            identityWeight = weight;
            return;
        }
        for (int i = 0; i < TOKENS.length; i++) {
            if (Octets.equalsIgnoreCase(bytes, from, to, TOKENS[i])) {
                weights[i] = weight;
            }
        }
        if (Octets.equalsIgnoreCase(bytes, from, to, X_GZIP)) {
            weights[ContentCoding.GZIP.ordinal()] = weight;
        }
    }

    /// Thousandths; 1000 when `[start, end)` is empty, -1 when it is no weight.
    private static int weight(byte[] bytes, int start, int end) {
        if (start == end) {
            return MAX_WEIGHT;
        }
        int i = skipBlanks(bytes, start + 1, end);
        boolean wellFormed = bytes[start] == ';'
                && i + 2 < end
                && Octets.lower(bytes[i]) == 'q'
                && bytes[i + 1] == '='
                && (bytes[i + 2] == '0' || bytes[i + 2] == '1');
        if (!wellFormed) {
            return -1;
        }
        int weight = (bytes[i + 2] - '0') * MAX_WEIGHT;
        i += 3;
        if (i < end && bytes[i] == '.') {
            i++;
            for (int unit = 100; unit > 0 && i < end && Octets.isDigit(bytes[i]); unit /= 10) {
                weight += (bytes[i++] - '0') * unit;
            }
        }
        boolean isWhole = skipBlanks(bytes, i, end) == end;
        return isWhole && weight <= MAX_WEIGHT ? weight : -1;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int indexOf(byte[] bytes, int from, int to, char wanted) {
        int i = from;
        while (i < to && bytes[i] != wanted) {
            i++;
        }
        return i;
    }
}
