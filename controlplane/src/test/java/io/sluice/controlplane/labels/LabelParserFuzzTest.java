package io.sluice.controlplane.labels;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.Service.UpdateState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the labels say, reading them ends in a reading: no exception, bounded and printable errors, and every
/// accepted value within its range. `-Dfuzz.seed=N` repeats a run.
class LabelParserFuzzTest {

    private static final int RUNS = 20_000;
    private static final List<String> NAMES = List.of(
            "hosts", "port", "network", "backend_mode", "default_backend", "context_root", "l4.80", "hsots", "", "\n");
    private static final List<String> VALUES = List.of(
            "a.local",
            "a.local,b.local",
            "80",
            "65536",
            "true",
            "vip",
            "auto",
            "front",
            ",",
            "*",
            "-",
            ".",
            "xn--",
            "\u0000",
            "\r\n",
            "\ud83d",
            "é",
            " ",
            "[::1]:80",
            "http://",
            "%00",
            "$",
            "a".repeat(300));

    @Test
    void readingIsTotal() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("LabelParserFuzzTest: -Dfuzz.seed=" + seed);
        Random random = new Random(seed);

        for (int run = 0; run < RUNS; run++) {
            Service service = service(labels(random));

            LabelReading reading = LabelParser.read(service);

            check(reading, "seed " + seed + ", run " + run + ", labels " + service.labels());
        }
    }

    private static void check(LabelReading reading, String context) {
        switch (reading) {
            case LabelReading.Silent() -> {}
            case LabelReading.Refused refused -> {
                assertThat(refused.errors()).as(context).anyMatch(error -> error.severity() == Severity.ERROR);
                checkErrors(refused.errors(), context);
            }
            case LabelReading.Accepted accepted -> {
                assertThat(accepted.labels().port()).as(context).isBetween(1, 65_535);
                assertThat(accepted.labels().hosts())
                        .as(context)
                        .hasSizeLessThanOrEqualTo(100)
                        .doesNotHaveDuplicates();
                assertThat(accepted.labels().hosts().isEmpty()
                                && !accepted.labels().defaultBackend())
                        .as(context)
                        .isFalse();
                checkErrors(accepted.errors(), context);
            }
        }
    }

    private static void checkErrors(List<ConfigError> errors, String context) {
        assertThat(errors).as(context).hasSizeLessThan(400).allSatisfy(error -> {
            assertThat(error.toString()).hasSizeLessThan(1_000);
            assertThat(error.toString().chars().noneMatch(Character::isISOControl))
                    .isTrue();
            assertThat(error.hint()).isNotEmpty();
        });
    }

    private static Map<String, Label> labels(Random random) {
        Map<String, Label> labels = new HashMap<>();
        int count = random.nextInt(8);
        for (int i = 0; i < count; i++) {
            String name = random.nextInt(4) == 0 ? text(random) : NAMES.get(random.nextInt(NAMES.size()));
            labels.put("com.docker.lb." + name, new Label(value(random), ""));
        }
        return labels;
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        int parts = random.nextInt(4);
        for (int i = 0; i <= parts; i++) {
            value.append(random.nextInt(3) == 0 ? text(random) : VALUES.get(random.nextInt(VALUES.size())));
            value.append(random.nextBoolean() ? "," : "");
        }
        return value.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(50) == 0 ? 20_000 : 12);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
        }
        return text.toString();
    }

    private static Service service(Map<String, Label> labels) {
        return new Service(
                "id",
                "web",
                1,
                Instant.EPOCH,
                labels,
                EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(),
                UpdateState.NONE);
    }
}
