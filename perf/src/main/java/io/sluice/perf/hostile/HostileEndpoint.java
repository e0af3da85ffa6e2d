package io.sluice.perf.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.sluice.perf.task.TaskHandler;
import io.sluice.perf.wire.Wire;

/// Answers `/bad/N` as the N-th hostile answer says, and everything else with the request's own target, which tells a
/// client that the answer is the one to its request.
final class HostileEndpoint implements TaskHandler {

    private static final String BAD = "/bad/";

    private final List<HostileAnswer> answers;

    HostileEndpoint(List<HostileAnswer> answers) {
        this.answers = List.copyOf(answers);
    }

    static String target(int answer) {
        return BAD + answer;
    }

    @Override
    public boolean answer(Wire wire, Wire.Head head) throws IOException {
        wire.readBody(head);
        String target = head.start().split(" ", 3)[1];
        if (target.startsWith(BAD)) {
            answers.get(Integer.parseInt(target.substring(BAD.length())))
                    .script()
                    .play(wire);
            return false;
        }
        byte[] body = target.getBytes(StandardCharsets.US_ASCII);
        wire.send("HTTP/1.1 200 OK", "content-length: " + body.length);
        wire.out().write(body);
        return true;
    }
}
