package io.sluice.dataplane.filter;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.http1.Scans;

/// Heads for tests, and what is left of them.
final class Messages {

    private Messages() {}

    /// A GET for `a.test` with these lines.
    static RequestHead get(String... lines) {
        return request("GET / HTTP/1.1", lines);
    }

    static RequestHead request(String requestLine, String... lines) {
        return Scans.request(requestLine + "\r\nHost: a.test\r\n" + joined(lines) + "\r\n");
    }

    static ResponseHead response(int status, String... lines) {
        return Scans.response("HTTP/1.1 " + status + " x\r\n" + joined(lines) + "\r\n");
    }

    private static String joined(String... lines) {
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(line).append("\r\n");
        }
        return text.toString();
    }

    /// The lines that go on, those that were added last.
    static String kept(Fields fields) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.id(i) != FieldId.DROPPED) {
                text.append(fields.text(fields.nameStart(i), fields.lineEnd(i)));
            }
        }
        return text.append(added(fields)).toString();
    }

    static String added(Fields fields) {
        return fields.text(fields.addedStart(), fields.addedEnd());
    }
}
