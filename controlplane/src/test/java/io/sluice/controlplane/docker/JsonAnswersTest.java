package io.sluice.controlplane.docker;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonAnswersTest {
    private final JsonAnswers answers = new JsonAnswers();

    @Test
    void readsEachElement() {
        assertThat(ids("[{\"ID\":\"a\"},{\"ID\":\"b\"}]")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "[",
                "[{\"ID\":\"a\"}",
                "[{\"ID\":\"a\"},",
                "[{\"ID\":\"a\"}]]",
                "[{\"ID\":\"a\"}][]",
                "[{\"ID\":\"a\"}, 1]",
                "[{\"ID\":1}]",
                "[{\"ID\":\"\"}]",
                "[{}]",
                "[null]",
                "<html>"
            })
    void refusesTheWholeListForAnyFault(String text) {
        assertThatThrownBy(() -> ids(text)).isInstanceOf(DockerException.class).hasMessageStartingWith("here");
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[{\"ID\":" + "[".repeat(100) + "]".repeat(100) + "}]";

        assertThatThrownBy(() -> ids(deep)).isInstanceOf(DockerException.class).hasMessageContaining("depth");
    }

    @Test
    void refusesMoreBytesThanAllowed() {
        InputStream body = new CappedStream(stream("[" + "{\"ID\":\"a\"},".repeat(10_000) + "]"), 50_000);

        assertThatThrownBy(() -> answers.list(body, "here", object -> object.text("ID")))
                .isInstanceOf(DockerException.class)
                .hasMessageContaining("longer than 50000 bytes");
    }

    @Test
    void namesTheElementAndTheField() {
        assertThatThrownBy(() -> ids("[{\"ID\":\"a\"},{\"Id\":\"b\"}]")).hasMessage("here: element 1: ID is missing");
    }

    @Test
    void absentAndNullAreTheSame() {
        EngineObject object = EngineFixtures.object("{\"a\":null,\"b\":{\"c\":null}}");

        assertThat(object.text("a.x", "none")).isEqualTo("none");
        assertThat(object.number("b.c", 7)).isEqualTo(7);
        assertThat(object.objects("b.c.d")).isEmpty();
        assertThat(object.textMap("nothing")).isEmpty();
        assertThat(object.flag("b.c")).isFalse();
    }

    @Test
    void readsTimesAsGoWritesThem() {
        EngineObject object = EngineFixtures.object("{\"t\":\"2026-11-22T18:20:40.1+01:00\",\"bad\":\"yesterday\"}");

        assertThat(object.time("t")).isEqualTo(Instant.parse("2026-11-22T17:20:40.1Z"));
        assertThatThrownBy(() -> object.time("bad")).hasMessage("test: bad is not a time: 'yesterday'");
    }

    @Test
    void refusesOtherTypesThanAskedFor() {
        EngineObject object =
                EngineFixtures.object("{\"s\":\"x\",\"n\":1.5,\"big\":5000000000,\"m\":{\"k\":1},\"l\":[1]}");

        assertThatThrownBy(() -> object.number("s", 0)).hasMessageContaining("s is not a whole number");
        assertThatThrownBy(() -> object.number("n", 0)).hasMessageContaining("n is not a whole number");
        assertThatThrownBy(() -> object.number("big", 0)).hasMessageContaining("out of range");
        assertThatThrownBy(() -> object.flag("s")).hasMessageContaining("not true or false");
        assertThatThrownBy(() -> object.objects("s")).hasMessageContaining("s is not a list");
        assertThatThrownBy(() -> object.objects("l")).hasMessageContaining("l[0] is not an object");
        assertThatThrownBy(() -> object.texts("l")).hasMessageContaining("not a string");
        assertThatThrownBy(() -> object.textMap("m")).hasMessageContaining("m.k is not a string");
        assertThatThrownBy(() -> object.text("s.t", "")).hasMessageContaining("not an object");
    }

    private List<String> ids(String text) {
        return answers.list(stream(text), "here", object -> object.text("ID"));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
