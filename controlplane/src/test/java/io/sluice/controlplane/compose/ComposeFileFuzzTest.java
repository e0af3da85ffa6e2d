package io.sluice.controlplane.compose;

import java.util.List;
import java.util.Map;
import java.util.Random;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the text, reading it ends in a reading: no exception, and bounded, printable errors with a place.
/// `-Dfuzz.seed=N` repeats a run.
class ComposeFileFuzzTest {

    private static final int RUNS = 20_000;

    private static final String SEED_TEXT = """
            x-labels: &labels
              com.docker.lb.port: 80
            services:
              web:
                deploy:
                  replicas: 2
                  endpoint_mode: vip
                  labels:
                    <<: *labels
                    com.docker.lb.hosts: "${DOMAIN:-app.localhost},b.local"
                networks: [frontend]
                x-sluice: {tasks: ["127.0.0.1:9001", '[::1]:9002'], vip: 127.0.0.1:9100}
              app:
                deploy: {labels: [com.docker.lb.port=1, a]}
                labels: {com.docker.lb.hosts: x}
            networks:
              frontend: {external: {name: "f\\x41\\u00e9\\U0001F680"}}
            """;

    private static final List<String> PIECES = List.of(
            "${",
            "$",
            "}",
            "{",
            "[",
            "]",
            ":",
            ": ",
            "- ",
            "? ",
            "<<: ",
            "*labels",
            "&a ",
            "*a",
            "!!binary ",
            "!!int ",
            "!<x>",
            "|\n",
            ">-\n",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "%TAG ! x\n",
            "\t",
            "\n",
            "\r\n",
            "\u0000",
            "\ufeff",
            "\ud83d",
            "\u0085",
            "\u2028",
            "\"\\U99999999\"",
            "\"\\xZZ\"",
            "'",
            "\"",
            "#",
            "~",
            "services:",
            "x-sluice:",
            "9999999999999999999999",
            "@",
            "`",
            "<<: [*labels, *labels]",
            "%");

    @Test
    void readingIsTotal() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("ComposeFileFuzzTest: -Dfuzz.seed=" + seed);
        Random random = new Random(seed);

        for (int run = 0; run < RUNS; run++) {
            String text = mutated(random);

            check(text, "seed " + seed + ", run " + run + ":\n" + text);
        }
    }

    private static void check(String text, String context) {
        List<ConfigError> findings;
        try {
            findings = switch (ComposeFile.parse("stack.yml", text, Map.of("A", "a"))) {
                case ComposeReading.Loaded loaded -> loaded.remarks();
                case ComposeReading.Invalid invalid -> {
                    assertThat(invalid.errors()).as(context).anyMatch(error -> error.severity() == Severity.ERROR);
                    yield invalid.errors();
                }
            };
        } catch (RuntimeException e) {
            throw new AssertionError(context, e);
        }
        assertThat(findings).as(context).hasSizeLessThanOrEqualTo(101).allSatisfy(error -> {
            assertThat(error.position()).startsWith("stack.yml");
            assertThat(error.toString()).hasSizeLessThan(1_000);
            assertThat(error.toString().chars().noneMatch(Character::isISOControl))
                    .isTrue();
        });
    }

    private static String mutated(Random random) {
        StringBuilder text = new StringBuilder(SEED_TEXT);
        int edits = 1 + random.nextInt(6);
        for (int edit = 0; edit < edits && !text.isEmpty(); edit++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                case 2 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
                case 3 -> text.setLength(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(60))));
            }
        }
        return text.toString();
    }
}
