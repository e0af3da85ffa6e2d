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
    /// @param question is overwritten
    public void ask(RequestHead request, RequestHead question) {
        question.clear();
        Fields from = request.fields();
        Fields to = question.fields();
        to.copy(from);
        for (int i = 0; i < to.count(); i++) {
            if (!isAsked(to, i)) {
                to.drop(i);
            }
        }
        question.host(request.hostStart(), request.hostEnd());
        question.minorVersion(request.minorVersion());
        int start = to.length();
        append(to, GET);
        question.method(RequestHead.Method.GET, start, to.length());
        start = to.length();
        append(to, path);
        question.target(start, to.length());
        to.addLine(METHOD, from.bytes(), request.methodStart(), request.methodEnd());
        to.addLine(URI, from.bytes(), request.targetStart(), request.targetEnd());
    }

    private static void append(Fields to, byte[] source) {
        to.reserve(source.length);
        System.arraycopy(source, 0, to.bytes(), to.length(), source.length);
        to.advance(source.length);
    }

    /// Not what tells of the body or asks for an upgrade; the rest of what does not pass is dropped where it is
    /// written.
    private static boolean isAsked(Fields fields, int field) {
        return switch (fields.id(field)) {
            case FieldId.DROPPED, FieldId.CONTENT_LENGTH, FieldId.EXPECT, FieldId.TRAILER, FieldId.SEC_WEBSOCKET_KEY ->
                false;
            default -> !fields.isNamed(field, METHOD_NAME) && !fields.isNamed(field, URI_NAME);
        };
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
