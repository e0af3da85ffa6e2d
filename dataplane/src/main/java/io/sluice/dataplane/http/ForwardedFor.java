package io.sluice.dataplane.http;

/// The X-Forwarded-For lists that a trusted peer sent with one request: who the client is, and what of them is passed
/// on. The client is the right-most address that no trusted host has; all that stands left of it is hearsay.
final class ForwardedFor {

    private final ForwardingRules rules;
    private final IpAddress hop = new IpAddress();
    private int clientStart;
    private int clientEnd;
    private int keptField; // the first one passed on, from keptStart; fields.count(): none
    private int keptStart;
    private int hops;
    private boolean searching;

    ForwardedFor(ForwardingRules rules) {
        this.rules = rules;
    }

    /// Reads the lists from right to left, no further than is passed on.
    ///
    /// @param client the peer's address; becomes the client's
    void read(Fields fields, IpAddress client) {
        clientStart = 0;
        clientEnd = 0;
        hops = 0;
        searching = true;
        keptField = fields.count();
        for (int field = fields.count() - 1; field >= 0 && hops < rules.maxHops(); field--) {
            if (fields.id(field) == FieldId.X_FORWARDED_FOR) {
                readList(fields, field, client);
            }
        }
    }

    private void readList(Fields fields, int field, IpAddress client) {
        byte[] bytes = fields.bytes();
        int listStart = fields.valueStart(field);
        int end = fields.valueEnd(field);
        while (end > listStart && hops < rules.maxHops()) {
            int start = elementStart(bytes, listStart, end);
            int from = skipBlanks(bytes, start, end);
            int to = trimBlanks(bytes, from, end);
            if (from < to) {
                hops++;
                keptField = field;
                keptStart = from;
                search(bytes, from, to, client);
            }
            end = start - 1;
        }
    }

    private void search(byte[] bytes, int from, int to, IpAddress client) {
        if (!searching) {
            return;
        }
        if (!hop.parse(bytes, from, to)) {
            searching = false;
            return;
        }
        client.set(hop);
        clientStart = hop.textStart();
        clientEnd = hop.textEnd();
        searching = rules.trusted().contains(hop);
    }

    private static int elementStart(byte[] bytes, int listStart, int end) {
        int i = end;
        while (i > listStart && bytes[i - 1] != ',') {
            i--;
        }
        return i;
    }

    private static int skipBlanks(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && (bytes[i] == ' ' || bytes[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static int trimBlanks(byte[] bytes, int from, int to) {
        int i = to;
        while (i > from && (bytes[i - 1] == ' ' || bytes[i - 1] == '\t')) {
            i--;
        }
        return i;
    }

    /// The lists have an address at all.
    boolean isPresent() {
        return hops > 0;
    }

    /// The client's address as text in the head's bytes; empty when it is the peer itself.
    int clientStart() {
        return clientStart;
    }

    int clientEnd() {
        return clientEnd;
    }

    /// Writes what is passed on, each list with a separator behind it.
    void appendTo(HeadWriter writer, Fields fields) {
        for (int i = keptField; i < fields.count(); i++) {
            int from = i == keptField ? keptStart : fields.valueStart(i);
            if (fields.id(i) == FieldId.X_FORWARDED_FOR && fields.valueEnd(i) > from) {
                writer.append(fields.bytes(), from, fields.valueEnd(i))
                        .append(',')
                        .append(' ');
            }
        }
    }
}
