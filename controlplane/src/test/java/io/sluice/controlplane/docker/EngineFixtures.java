package io.sluice.controlplane.docker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Answers of real engines, shortened: `1.41/tasks.json` is of engine 20.10 in the middle of a rolling update, `1.45`
/// of
/// engine 26.
public final class EngineFixtures {
    private EngineFixtures() {}

    public static <T> List<T> list(String file, Function<EngineObject, T> map) {
        try (InputStream body = open(file)) {
            return new JsonAnswers().list(body, file, map);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static EngineObject object(String json) {
        return new JsonAnswers().object(json.getBytes(StandardCharsets.UTF_8), "test");
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(
                EngineFixtures.class.getResourceAsStream("/io/sluice/controlplane/engine/" + file), file);
    }
}
