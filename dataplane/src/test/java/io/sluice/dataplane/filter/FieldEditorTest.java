package io.sluice.dataplane.filter;

import java.util.List;

import io.sluice.dataplane.Allocations;
import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http1.Scans;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.FieldEdits.Line;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FieldEditorTest {

    private static final String REQUEST =
            "GET / HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nx-b: 2\r\nX-AA: 3\r\nX-a: 4\r\n\r\nbody";

    private static FieldEditor editor(List<Line> set, String... remove) {
        return FieldEditor.of(new FieldEdits(set, List.of(remove)));
    }

    private static String after(FieldEditor editor) {
        RequestHead head = Scans.request(REQUEST);
        editor.apply(head.fields());
        return Messages.kept(head.fields());
    }

    @Test
    void removesEveryLineOfANameInAnyCase() {
        assertThat(after(editor(List.of(), "x-A"))).isEqualTo("Host: a\r\nx-b: 2\r\nX-AA: 3\r\n");
    }

    @Test
    void setsOneLineInPlaceOfAll() {
        assertThat(after(editor(List.of(new Line("X-A", "new")))))
                .isEqualTo("Host: a\r\nx-b: 2\r\nX-AA: 3\r\nX-A: new\r\n");
    }

    @Test
    void setsWhatIsRemovedToo() {
        assertThat(after(editor(List.of(new Line("x-b", "new"), new Line("X-C", "")), "X-B", "x-missing")))
                .isEqualTo("Host: a\r\nX-A: 1\r\nX-AA: 3\r\nX-a: 4\r\nx-b: new\r\nX-C: \r\n");
    }

    @Test
    void editsNothingThatFramesOrRoutesOrIsOurs() {
        for (String name : List.of(
                "Host",
                "content-length",
                "Transfer-Encoding",
                "Connection",
                "TE",
                "Trailer",
                "Upgrade",
                "Expect",
                "Keep-Alive",
                "Sec-WebSocket-Key",
                "X-Forwarded-For",
                "X-Real-IP",
                "x-request-id",
                "X-Proxy-Id",
                "Proxy-Status",
                "",
                "a b",
                "a:b")) {
            assertThat(FieldEditor.isEditable(name)).as(name).isFalse();
            assertThat(after(editor(List.of(new Line(name, "new")), name)))
                    .as(name)
                    .isEqualTo("Host: a\r\nX-A: 1\r\nx-b: 2\r\nX-AA: 3\r\nX-a: 4\r\n");
        }
        assertThat(List.of("Strict-Transport-Security", "Server", "Authorization", "Set-Cookie", "x_y"))
                .allMatch(FieldEditor::isEditable);
    }

    @Test
    void takesAnUnderscoreForAHyphen() {
        Fields fields = Scans.response("HTTP/1.1 200 x\r\nX_User: 1\r\nX-user: 2\r\nX.User: 3\r\n\r\n")
                .fields();

        editor(List.of(), "X-User").drop(fields);

        assertThat(Messages.kept(fields)).isEqualTo("X.User: 3\r\n");
    }

    @Test
    void setsNoValueThatWouldBeTwoLines() {
        assertThat(after(editor(List.of(new Line("X-C", "a\r\nX-D: b"))))).doesNotContain("X-C", "X-D");
    }

    @Test
    void findsNamesLongerThanAWordHasBits() {
        String name = "x-" + "n".repeat(70);
        Fields fields = Scans.request("GET / HTTP/1.1\r\nHost: a\r\n" + name + ": 1\r\nx-nnnnnn: 2\r\n\r\n")
                .fields();

        editor(List.of(), name).drop(fields);

        assertThat(Messages.kept(fields)).isEqualTo("Host: a\r\nx-nnnnnn: 2\r\n");
    }

    @Test
    void makesNoObject() {
        FieldEditor editor = editor(List.of(new Line("X-A", "new"), new Line("X-C", "1")), "x-b", "x-missing");
        RequestHead head = new RequestHead();
        byte[] line = Octets.ascii("X-A: 1\r\n");

        assertThat(Allocations.bytesPerRound(() -> {
                    head.clear();
                    Fields fields = head.fields();
                    fields.reserve(line.length);
                    System.arraycopy(line, 0, fields.bytes(), 0, line.length);
                    fields.advance(line.length);
                    fields.add((byte) 0, 0, 3, 5, 6, line.length);
                    editor.apply(fields);
                }))
                .isZero();
    }
}
