package io.sluice.controlplane.settings;

import java.util.List;
import java.util.Random;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the text, reading ends with settings or with errors that have their place.
class SettingsFileFuzzTest {

    private static final int RUNS = 3_000;

    private static final String SEED_TEXT = """
            DockerURL = "unix:///var/run/docker.sock"
            PollInterval = "3s" # comment
            [Extensions.default]
              Networks = ["edge", 'other']
              ServiceCluster = "east"
              ProxyReplicas = 2
              ProxyLabels = { "a.b" = "c" }
              [Extensions.default.Config]
                ConnectTimeout = 5
                ClientMaxBodySize = "32m"
                SSLProtocols = "TLSv1.2"
            [Sluice]
            http = [":80"]
            [Sluice.Labels]
            retries = 1
            """;

    private static final List<String> PIECES = List.of(
            "[",
            "]",
            "[[",
            "{",
            "}",
            "=",
            ".",
            ",",
            "\"",
            "'",
            "\"\"\"",
            "'''",
            "\\",
            "\\u0000",
            "\\UFFFFFFFF",
            "#",
            "\n",
            "\r",
            "\t",
            "\u0000",
            "\ufeff",
            "\ud83d",
            "9999999999999999999999",
            "-0x1",
            "1e999999",
            "inf",
            "1979-05-27T07:32:00Z",
            "[Extensions.default]",
            "a.b.c = 1\n",
            "true");

    @Test
    void readingIsTotal() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("SettingsFileFuzzTest: -Dfuzz.seed=" + seed);
        Random random = new Random(seed);

        for (int run = 0; run < RUNS; run++) {
            String text = mutated(random);

            check(text, "seed " + seed + ", run " + run + ":\n" + text);
        }
    }

    private static void check(String text, String context) {
        List<ConfigError> findings;
        try {
            findings = switch (SettingsFile.parse("config.toml", text)) {
                case SettingsReading.Loaded loaded -> loaded.remarks();
                case SettingsReading.Invalid invalid -> {
                    assertThat(invalid.errors()).as(context).anyMatch(error -> error.severity() == Severity.ERROR);
                    yield invalid.errors();
                }
            };
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(context, e);
        }
        assertThat(findings).as(context).hasSizeLessThanOrEqualTo(101).allSatisfy(error -> {
            assertThat(error.position()).startsWith("config.toml");
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
