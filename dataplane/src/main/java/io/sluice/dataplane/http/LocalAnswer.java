package io.sluice.dataplane.http;

import io.sluice.dataplane.loop.OnLoop;

/// A response that the proxy makes itself: status, field lines, body. One per loop, from [OwnAnswers]: filled and sent
/// in one go, valid until the next is begun.
@OnLoop
public final class LocalAnswer {

    private final HeadWriter head = new HeadWriter();
    private int status;
    private int meantStatus;
    private LocalBody body = LocalBody.NONE;

    LocalAnswer() {}

    /// @param newStatus 200 to 599
    LocalAnswer begin(int newStatus) {
        status = newStatus;
        meantStatus = newStatus;
        body = LocalBody.NONE;
        head.begin().append(StatusLine.of(newStatus));
        return this;
    }

    /// What it says is another status, in the words of another protocol.
    LocalAnswer standsFor(int httpStatus) {
        meantStatus = httpStatus;
        return this;
    }

    /// For metrics.
    public int meantStatus() {
        return meantStatus;
    }

    /// Adds whole lines, each with its CRLF, that were made and checked before.
    public LocalAnswer lines(byte[] wholeLines) {
        head.append(wholeLines);
        return this;
    }

    /// Adds a line whose value is known only now.
    ///
    /// @throws IllegalArgumentException for what no field name or value can be
    public LocalAnswer field(String name, String value) {
        byte[] nameBytes = Octets.ascii(name);
        byte[] valueBytes = Octets.ascii(value);
        boolean isName = nameBytes.length > 0;
        for (byte b : nameBytes) {
            isName &= Octets.isTchar(b);
        }
        if (!isName || !Octets.isFieldValue(valueBytes, 0, valueBytes.length)) {
            throw new IllegalArgumentException("not a field line: " + name + ": " + value);
        }
        head.append(nameBytes).append(':').append(' ').append(valueBytes).crlf();
        return this;
    }

    /// Where lines are added that are put together of bytes known to be clean, without making objects.
    public HeadWriter fields() {
        return head;
    }

    public LocalAnswer body(LocalBody newBody) {
        body = newBody;
        return this;
    }

    public int status() {
        return status;
    }

    /// Status line and field lines, without the empty line.
    public void appendHead(HeadWriter writer) {
        writer.append(head.bytes(), 0, head.length());
        boolean mayHaveBody = status != 204 && status != 304;
        if (mayHaveBody) {
            writer.append(body.lines());
        }
    }

    /// What follows the head, if the request's method allows it.
    public void appendBody(HeadWriter writer) {
        writer.append(body.bytes());
    }
}
