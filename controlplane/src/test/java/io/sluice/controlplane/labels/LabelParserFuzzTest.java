package io.sluice.controlplane.labels;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.swarm.Service;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever the labels say, reading them ends in a reading: no exception, bounded and printable errors, every accepted
/// value within its range, and nothing open that a label was to close. `-Dfuzz.seed=N` repeats a run.
class LabelParserFuzzTest {

    private static final int RUNS = 15_000;
    private static final String PREFIX = "com.docker.lb.";
    private static final List<String> OTHER_KEYS = List.of(
            PREFIX,
            PREFIX + "\n",
            PREFIX + "hsots",
            PREFIX + "l4.80",
            PREFIX + "request_header.X-A",
            PREFIX + "response_header.Host",
            "com.docker.ucp.mesh.http",
            "com.docker.ucp.mesh.http.1",
            "interlock.hostname",
            "interlock.alias_domain.1",
            "interlock.health_check");
    private static final List<String> PIECES = List.of(
            "a.local",
            "*.a.local",
            "80",
            "0",
            "65536",
            "999999999",
            "true",
            "vip",
            "/app",
            "/..",
            "%2e",
            "%",
            "http://a.local",
            "https://[::1]:80/",
            "cookie:",
            "10.0.0.0/8",
            "/32",
            "100/s",
            "10s",
            "1m",
            "200-399",
            "user:$2y$05$",
            "external_route=http://",
            "internal_port=80",
            ",",
            ";",
            "=",
            "*",
            "-",
            ".",
            "\u0000",
            "\r\n",
            "\ud83d",
            "é",
            " ",
            "\"",
            "<p>",
            "a".repeat(300));

    private final List<LabelCorpus.Entry> corpus = LabelCorpus.read();
    private final List<String> keys = keys();

    @Test
    void readingIsTotal() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("LabelParserFuzzTest: -Dfuzz.seed=" + seed);
        Random random = new Random(seed);

        for (int run = 0; run < RUNS; run++) {
            Map<String, String> labels = labels(random);
            Service service = Readings.service("web", labels);
            String context = "seed " + seed + ", run " + run + ", labels " + labels;
            try {
                check(LabelParser.read(service), labels, context);
            } catch (RuntimeException e) {
                throw new AssertionError(context, e);
            }
        }
    }

    @Test
    void hugeValuesRefuseTheServiceWithOneReason() {
        for (String key : keys) {
            for (String huge : List.of("a".repeat(64 * 1024), ",".repeat(64 * 1024), "/a,".repeat(20_000))) {
                Map<String, String> labels = new TreeMap<>(
                        Map.of(PREFIX + "hosts", "a.local", PREFIX + "port", "80", "interlock.hostname", "a.local"));
                labels.put(key, huge);

                LabelReading reading = Readings.read(labels);

                assertThat(Readings.codes(reading)).as(key).isEqualTo("labels-too-large");
            }
        }
    }

    @Test
    void tenThousandHostsRefuseTheServiceWithOneReason() {
        String shortNames =
                IntStream.range(0, 5_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        String longNames =
                IntStream.range(0, 10_000).mapToObj(i -> "h" + i + ".local").collect(Collectors.joining(","));

        assertThat(Readings.codes(Readings.routed("hosts", longNames))).isEqualTo("labels-too-large");
        assertThat(Readings.codes(Readings.routed("hosts", shortNames.substring(0, 16_000))))
                .isEqualTo("too-many-hosts");
    }

    private static void check(LabelReading reading, Map<String, String> labels, String context) {
        switch (reading) {
            case LabelReading.Silent() -> {}
            case LabelReading.Refused refused -> {
                assertThat(refused.errors()).as(context).anyMatch(error -> error.severity() == Severity.ERROR);
                checkErrors(refused.errors(), context);
            }
            case LabelReading.Accepted accepted -> {
                checkErrors(accepted.errors(), context);
                checkValues(accepted.labels(), context);
                checkClosed(accepted.labels(), labels, context);
            }
        }
    }

    private static void checkErrors(List<ConfigError> errors, String context) {
        assertThat(errors).as(context).hasSizeLessThan(1_000).allSatisfy(error -> {
            assertThat(error.toString()).hasSizeLessThan(2_000);
            assertThat(error.toString().chars().noneMatch(Character::isISOControl))
                    .isTrue();
            assertThat(error.hint()).isNotEmpty();
        });
    }

    private static void checkValues(LabelSet labels, String context) {
        assertThat(labels.port()).as(context).isBetween(1, 65_535);
        assertThat(labels.hosts()).as(context).hasSizeLessThanOrEqualTo(100).doesNotHaveDuplicates();
        assertThat(labels.hosts().isEmpty() && !labels.defaultBackend())
                .as(context)
                .isFalse();
        assertThat(URI.create(labels.contextRoot()).normalize().getRawPath())
                .as(context)
                .isEqualTo(labels.contextRoot());
        for (HostRedirect redirect : labels.redirects()) {
            RouteAction action = new RouteAction.Redirect(redirect.base(), redirect.status());
            assertThat(new Route("redirect", "/", action).action()).as(context).isEqualTo(action);
            assertThat(URI.create(redirect.base()).getScheme()).as(context).startsWith("http");
            assertThat(labels.hosts()).as(context).contains(redirect.from());
        }
        checkFields(labels.policy().requestFields(), context);
        checkFields(labels.policy().responseFields(), context);
        assertThat(labels.policy().errorPage().length()).as(context).isLessThanOrEqualTo(8 * 1024);
    }

    private static void checkFields(FieldEdits edits, String context) {
        for (FieldEdits.Line line : edits.set()) {
            assertThat(line.name()).as(context).matches("[!-9;-~]+").isNotEqualToIgnoringCase("host");
            assertThat(line.value()).as(context).matches("[ -~]+");
        }
    }

    /// A label that closes a service is there: the service is closed by it, or not routed at all.
    private static void checkClosed(LabelSet set, Map<String, String> labels, String context) {
        if (labels.keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
            return;
        }
        RoutePolicy policy = set.policy();
        assertThat(policy.allowedClients().isEmpty()).as(context).isEqualTo(!labels.containsKey(PREFIX + "ip_allow"));
        assertThat(policy.basicAuth() == null).as(context).isEqualTo(!labels.containsKey(PREFIX + "basic_auth"));
        assertThat(set.forwardAuth().isEmpty()).as(context).isEqualTo(!labels.containsKey(PREFIX + "forward_auth"));
        assertThat(policy.rateLimit() == null).as(context).isEqualTo(!labels.containsKey(PREFIX + "rate_limit"));
        assertThat(set.usersFile().isEmpty()).as(context).isEqualTo(!labels.containsKey(PREFIX + "basic_auth_file"));
        if (!labels.containsKey(PREFIX + "context_root")) {
            assertThat(set.contextRoot()).as(context).isEqualTo("/");
        }
    }

    /// A new set, or one of the corpus with a few changes.
    private Map<String, String> labels(Random random) {
        Map<String, String> labels = new TreeMap<>();
        if (random.nextInt(3) > 0) {
            labels.putAll(corpus.get(random.nextInt(corpus.size())).labels());
        }
        int changes = random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            String key = random.nextInt(8) == 0 ? PREFIX + text(random) : keys.get(random.nextInt(keys.size()));
            String old = labels.get(key);
            labels.put(key, old == null || random.nextInt(4) == 0 ? value(random) : mutated(old, random));
        }
        return labels;
    }

    private static String mutated(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(4));
        String piece = random.nextBoolean() ? PIECES.get(random.nextInt(PIECES.size())) : text(random);
        return text.substring(0, from) + piece + text.substring(to);
    }

    private static String value(Random random) {
        StringBuilder value = new StringBuilder();
        int parts = random.nextInt(4);
        for (int i = 0; i <= parts; i++) {
            value.append(random.nextInt(4) == 0 ? text(random) : PIECES.get(random.nextInt(PIECES.size())));
            value.append(random.nextBoolean() ? "," : "");
        }
        return value.toString();
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(50) == 0 ? 70_000 : 12);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
        }
        return text.toString();
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>(OTHER_KEYS);
        LabelTable.names().forEach(name -> keys.add(PREFIX + name));
        return keys;
    }
}
