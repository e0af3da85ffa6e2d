package io.sluice.dataplane.filter;

import java.util.Locale;

import io.sluice.dataplane.http.FieldId;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.ForwardAuth;

/// [ForwardAuth] as bytes: the question, and what its answer adds to the request. Immutable.
public final class AuthRules {

    private static final byte[] GET = Octets.ascii("GET");
    private static final byte[] METHOD = Octets.ascii("x-forwarded-method: ");
    private static final byte[] URI = Octets.ascii("x-forwarded-uri: ");
    private static final byte[] METHOD_NAME = Octets.ascii("x-forwarded-method");
    private static final byte[] URI_NAME = Octets.ascii("x-forwarded-uri");

    private final byte[] path;
    private final byte[][] copiedNames;
    private final byte[][] copiedPrefixes; // same order, with colon and blank
    private final FieldEditor copiedRemover;

    AuthRules(ForwardAuth auth) {
        path = Octets.ascii(auth.path());
        copiedNames = auth.copiedFields().stream()
                .filter(FieldEditor::isEditable)
                .map(name -> Octets.ascii(name.toLowerCase(Locale.ROOT)))
                .toArray(byte[][]::new);
        copiedPrefixes = auth.copiedFields().stream()
                .filter(FieldEditor::isEditable)
                .map(name -> Octets.ascii(name + ": "))
                .toArray(byte[][]::new);
        copiedRemover = FieldEditor.removing(auth.copiedFields());
    }

    /// Takes away what only the answer may say.
    void removeCopied(Fields fields) {
        copiedRemover.drop(fields);
    }

    /// Fills the head of the question: a GET without body, with the request's host and fields.
    ///
    /// @param question is empty
    public void ask(RequestHead request, RequestHead question) {
        Fields to = question.fields();
        Fields from = request.fields();
        int start = append(to, GET, 0, GET.length);
        question.method(RequestHead.Method.GET, start, to.length());
        start = append(to, path, 0, path.length);
        question.target(start, to.length());
        if (request.hostStart() >= 0) {
            start = append(to, from.bytes(), request.hostStart(), request.hostEnd());
            question.host(start, to.length());
        }
        for (int i = 0; i < from.count(); i++) {
            if (isAsked(from, i)) {
                copy(from, i, to);
            }
        }
        to.addLine(METHOD, from.bytes(), request.methodStart(), request.methodEnd());
        to.addLine(URI, from.bytes(), request.targetStart(), request.targetEnd());
    }

    private static int append(Fields to, byte[] source, int from, int end) {
        int start = to.length();
        to.reserve(end - from);
        System.arraycopy(source, from, to.bytes(), start, end - from);
        to.advance(end - from);
        return start;
    }

    /// Not what tells of the body or asks for an upgrade; the rest of what does not pass is dropped where it is
    /// written.
    private static boolean isAsked(Fields fields, int field) {
        return switch (fields.id(field)) {
            case FieldId.DROPPED, FieldId.CONTENT_LENGTH, FieldId.EXPECT, FieldId.TRAILER, FieldId.SEC_WEBSOCKET_KEY ->
                false;
            case FieldId.OTHER -> !fields.isNamed(field, METHOD_NAME) && !fields.isNamed(field, URI_NAME);
            default -> true;
        };
    }

    private static void copy(Fields from, int field, Fields to) {
        int lineStart = from.nameStart(field);
        int start = append(to, from.bytes(), lineStart, from.lineEnd(field));
        int moved = start - lineStart;
        to.add(
                from.id(field),
                start,
                from.nameEnd(field) + moved,
                from.valueStart(field) + moved,
                from.valueEnd(field) + moved,
                from.lineEnd(field) + moved);
    }

    /// Puts what the answer says of the client into the request.
    public void copyAnswer(Fields answer, Fields request) {
        for (int i = 0; i < answer.count(); i++) {
            for (int name = 0; name < copiedNames.length; name++) {
                if (answer.id(i) != FieldId.DROPPED && answer.isNamed(i, copiedNames[name])) {
                    request.addLine(copiedPrefixes[name], answer.bytes(), answer.valueStart(i), answer.valueEnd(i));
                }
            }
        }
    }
}
