package io.sluice.controlplane.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

import com.github.dockerjava.transport.DockerHttpClient.Response;

import static java.nio.charset.StandardCharsets.UTF_8;

/// What happens in the swarm, as it happens. One thread reads; any thread may close, which ends a read that waits.
public final class EventStream implements AutoCloseable {
    private final Response response;
    private final InputStream body;
    private final JsonAnswers answers;
    private final String where;
    private final int eventBytes;
    private volatile boolean closed; // the closing thread writes, the reader reads

    EventStream(Response response, InputStream body, JsonAnswers answers, String where, int eventBytes) {
        this.response = response;
        this.body = body;
        this.answers = answers;
        this.where = where;
        this.eventBytes = eventBytes;
    }

    /// Waits for the next event; empty when the engine ended the stream or it was closed here.
    ///
    /// @throws DockerException when the stream broke or carried something else than events
    public Optional<EngineEvent> next() {
        try {
            byte[] line = nextLine();
            return line.length == 0 ? Optional.empty() : Optional.of(event(answers.object(line, where)));
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw new DockerException(where + ": the event stream broke: " + Causes.text(e), e);
        }
    }

    @Override
    public void close() {
        closed = true;
        response.close();
    }

    /// Engines write one object per line; blank lines are skipped, a part of a line at the end is no event.
    private byte[] nextLine() throws IOException {
        var line = new ByteArrayOutputStream(512);
        for (int value = body.read(); value >= 0; value = body.read()) {
            if (value != '\n') {
                line.write(value);
            } else if (!line.toString(UTF_8).isBlank()) {
                return line.toByteArray();
            } else {
                line.reset();
            }
            if (line.size() > eventBytes) {
                throw new DockerException(where + ": an event is longer than " + eventBytes + " bytes");
            }
        }
        return new byte[0];
    }

    private static EngineEvent event(EngineObject object) {
        return new EngineEvent(object.text("Type", ""), object.text("Action", ""), object.text("Actor.ID", ""));
    }
}
