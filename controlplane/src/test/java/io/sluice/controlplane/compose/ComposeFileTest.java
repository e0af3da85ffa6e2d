package io.sluice.controlplane.compose;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.swarm.Network;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.EndpointMode;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.VirtualIp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ComposeFileTest {

    @Test
    void readsAStack() {
        SwarmState state = loaded("""
                version: "3.3"
                services:
                  web:
                    image: example/webserver
                    environment: {app_url: "app:8080"}
                    deploy:
                      replicas: 2
                      labels:
                        com.docker.lb.hosts: ${DOMAIN:-app.localhost}
                        com.docker.lb.port: 2015
                        com.docker.lb.websocket_endpoints: /total
                    networks: [frontend]
                    x-sluice:
                      tasks: ["127.0.0.1:9001", "[::1]:9002"]
                      vip: 127.0.0.1:9100
                  app:
                    deploy: {endpoint_mode: dnsrr}
                    networks:
                      frontend:
                        aliases: [api]
                      backend:
                networks:
                  frontend:
                  backend: {driver: overlay}
                """);

        assertThat(state.services()).extracting(Service::name).containsExactly("app", "web");
        assertThat(state.networks())
                .containsExactly(
                        new Network("frontend", "frontend", false, ""), new Network("backend", "backend", false, ""));
        Service web = state.services().get(1);
        assertThat(web.labels())
                .isEqualTo(Map.of(
                        "com.docker.lb.hosts", new Label("app.localhost", "stack.yml:9:9"),
                        "com.docker.lb.port", new Label("2015", "stack.yml:10:9"),
                        "com.docker.lb.websocket_endpoints", new Label("/total", "stack.yml:11:9")));
        assertThat(web.networkIds()).containsExactly("frontend");
        assertThat(web.virtualIps())
                .containsExactly(new VirtualIp("frontend", InetAddress.ofLiteral("127.0.0.1"), OptionalInt.of(9100)));
        Service app = state.services().getFirst();
        assertThat(app.endpointMode()).isEqualTo(EndpointMode.DNSRR);
        assertThat(app.networkIds()).containsExactly("frontend", "backend");
        assertThat(state.tasks()).extracting(Task::name).containsExactly("web.1", "web.2");
        assertThat(state.tasks())
                .allMatch(Task::isRoutable)
                .allMatch(task -> task.serviceId().equals("web"));
        assertThat(state.tasks().get(1).attachments())
                .containsExactly(new Task.Attachment("frontend", InetAddress.ofLiteral("::1"), OptionalInt.of(9002)));
    }

    @Test
    void equalTextsGiveEqualStates() {
        String text = service("x-sluice: {tasks: ['127.0.0.1:1']}");

        assertThat(loaded(text)).isEqualTo(loaded(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "com.docker.lb.port: 8080|com.docker.lb.port=8080",
                "com.docker.lb.port: '8080'|com.docker.lb.port=8080",
                "com.docker.lb.default_backend: true|com.docker.lb.default_backend=true",
                "com.docker.lb.default_backend: True|com.docker.lb.default_backend=True",
                "a: 1.5|a=1.5",
                "a: |a=",
                "a: ~|a=",
                "a: ''|a=",
                "a: \"x\\ny\"|a=x\\ny",
                "- com.docker.lb.hosts=a.local,b.local|com.docker.lb.hosts=a.local,b.local",
                "- a=b=c|a=b=c",
                "- a|a=",
                "- a=|a=",
                "- '${K:-a}=b'|a=b"
            })
    void labelsAreText(String label, String expected) {
        Map<String, Label> labels = loaded(service("deploy:\n  labels:\n    " + label))
                .services()
                .getFirst()
                .labels();

        assertThat(labels).hasSize(1);
        labels.forEach((key, value) -> assertThat(key + "=" + value.value()).isEqualTo(expected.replace("\\n", "\n")));
    }

    @Test
    void mergeKeysAreResolved() {
        SwarmState state = loaded("""
                x-labels: &labels
                  com.docker.lb.port: 80
                  com.docker.lb.network: front
                x-more: &more {com.docker.lb.port: 90, extra: 1}
                services:
                  web:
                    deploy:
                      labels:
                        <<: [*labels, *more]
                        com.docker.lb.network: back
                """);

        Map<String, Label> labels = state.services().getFirst().labels();
        assertThat(labels.keySet()).containsExactlyInAnyOrder("com.docker.lb.port", "com.docker.lb.network", "extra");
        assertThat(labels.get("com.docker.lb.port")).isEqualTo(new Label("80", "stack.yml:2:3"));
        assertThat(labels.get("com.docker.lb.network").value()).isEqualTo("back");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "2, 2", "3, 2", "${N:-1}, 1"})
    void replicasChooseTheFirstTasks(String replicas, int count) {
        SwarmState state = loaded(
                service("deploy: {replicas: \"" + replicas + "\"}\nx-sluice: {tasks: ['127.0.0.1:1', '127.0.0.1:2']}"));

        assertThat(state.tasks()).hasSize(count);
    }

    @Test
    void allTasksRunWhenTheFileDoesNotSayHowMany() {
        assertThat(loaded(service("x-sluice: {tasks: ['127.0.0.1:1', '127.0.0.1:2']}"))
                        .tasks())
                .hasSize(2);
    }

    @Test
    void networksMayHaveOtherNames() {
        SwarmState state = loaded("""
                services:
                  web: {networks: [front, old, mine]}
                  plain: {}
                networks:
                  front: {name: "${NET:-edge}"}
                  old: {external: {name: legacy}}
                  mine: {external: true}
                  default: {name: house}
                """);

        assertThat(state.networks())
                .extracting(network -> network.id() + "=" + network.name())
                .containsExactly("default=house", "front=edge", "old=legacy", "mine=mine");
        assertThat(state.services().getFirst().networkIds()).containsExactly("default");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: {com.docker.lb.port: 80}|container-label|3:14",
                "labels: ['com.docker.lb.port=80']|container-label|3:14",
                "labels: {interlock.hostname: a}|container-label|3:14",
                "labels: {com.docker.ucp.mesh.http.1: a}|container-label|3:14",
                "deploy: {replicas: 2}\\nx-sluice: {tasks: ['127.0.0.1:1']}|too-few-tasks|3:24",
                "deploy: {labels: {a: $NOPE}}|unset-variable|3:26",
                "deploy: {labels: {com.docker.lb.port: 80}}|no-tasks|2:3",
                "deploy: {labels: {com.docker.ucp.mesh.http: x}}|no-tasks|2:3"
            })
    void warnsAndGoesOn(String body, String code, String place) {
        ComposeReading reading = parse(service(body.replace("\\n", "\n")));

        assertThat(reading)
                .isInstanceOfSatisfying(
                        ComposeReading.Loaded.class,
                        loaded -> assertThat(loaded.remarks()).singleElement().satisfies(remark -> {
                            assertThat(remark.severity()).isEqualTo(Severity.WARNING);
                            assertThat(remark.code()).isEqualTo(code);
                            assertThat(remark.position()).isEqualTo("stack.yml:" + place);
                            assertThat(remark.service()).isEqualTo("web");
                            assertThat(remark.hint()).isNotEmpty();
                        }));
    }

    @Test
    void othersContainerLabelsAreComposeBusiness() {
        assertThat(remarks(service("labels: {traefik.enable: true}\nports: ['80:80']\nwhatever: [1, {a: b}]")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-sluice: {task: []}|unknown-key|3:16|'tasks'",
                "x-sluice: {weight: 1}|unknown-key|3:16|tasks and vip",
                "x-sluice: [127.0.0.1]|not-a-map|3:15|key: value",
                "x-sluice: {tasks: '127.0.0.1:1'}|not-a-list|3:23|item",
                "x-sluice: {tasks: [localhost:1]}|bad-address|3:24|127.0.0.1:9001",
                "x-sluice: {tasks: ['127.0.0.1:1', {}]}|not-a-value|3:39|one text",
                "x-sluice: {vip: 127.0.0.1}|bad-address|3:21|127.0.0.1:9001",
                "x-sluice: {tasks: ['${T:?no tasks}']}|bad-variable|3:24|${NAME:-default}",
                "deploy: 5|not-a-map|3:13|key: value",
                "deploy: {replicas: many}|not-a-count|3:24|0 or more",
                "deploy: {replicas: -1}|not-a-count|3:24|0 or more",
                "deploy: {replicas: 99999999999}|not-a-count|3:24|0 or more",
                "deploy: {endpoint_mode: dnsr}|bad-endpoint-mode|3:29|'dnsrr'",
                "deploy: {labels: yes}|not-a-map|3:22|key: value",
                "deploy: {labels: {a: [1]}}|not-a-value|3:26|one text",
                "deploy: {labels: {a: 1, a: 2}}|duplicate-key|3:29|3:23",
                "deploy: {labels: ['a=1', 'a=2']}|duplicate-key|3:30|3:23",
                "deploy: {labels: {a: '$'}}|bad-variable|3:26|default",
                "deploy: {labels: {<<: 5}}|bad-merge|3:27|anchor",
                "deploy: {labels: {[a]: 5}}|bad-key|3:23|name",
                "networks: [fornt]|unknown-network|3:16|networks",
                "networks: {defualt: }|unknown-network|3:16|'default'"
            })
    void refusesTheFileWithPlaceAndRemedy(String body, String code, String place, String hint) {
        assertThat(errors(service(body))).singleElement().satisfies(error -> {
            assertThat(error.severity()).isEqualTo(Severity.ERROR);
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.position()).isEqualTo("stack.yml:" + place);
            assertThat(error.service()).isEqualTo("web");
            assertThat(error.hint()).contains(hint);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty-file|stack.yml:1:1",
                "'  \n'|empty-file|stack.yml:1:1",
                "# nothing|empty-file|stack.yml:1:1",
                "---|empty-file|stack.yml:1:1",
                "~|empty-file|stack.yml:1:1",
                "- a|not-a-map|stack.yml:1:1",
                "hello|not-a-map|stack.yml:1:1",
                "service: {web: {}}|no-services|stack.yml:1:1",
                "services: [web]|not-a-map|stack.yml:1:11",
                "services: {'a b': {}}|bad-service-name|stack.yml:1:12",
                "services: {web: 5}|not-a-map|stack.yml:1:17",
                "'services: {web: {}'|yaml-syntax|stack.yml:1:19",
                "'services:\n\tweb: {}'|yaml-syntax|stack.yml:2:1",
                "'services:\n  web: {}\n app: {}'|yaml-syntax|stack.yml:3:2",
                "services: {web: *nobody}|yaml-syntax|stack.yml:1:17",
                "'services: {}\n---\nservices: {}'|yaml-syntax|stack.yml:2:1",
                "'services:\n  we\u0007b: {}'|yaml-syntax|stack.yml:2:5"
            })
    void refusesWhatIsNoComposeFile(String text, String code, String position) {
        assertThat(errors(text)).first().satisfies(error -> {
            assertThat(error.code()).isEqualTo(code);
            assertThat(error.position()).isEqualTo(position);
            assertThat(error.message()).isNotEmpty();
            assertThat(error.hint()).isNotEmpty();
        });
    }

    @Test
    void reportsAllServicesAtOnce() {
        List<ConfigError> errors = errors("""
                services:
                  a: {x-sluice: {tsaks: []}}
                  b: {deploy: {replicas: x}}
                  c: {networks: [nowhere]}
                """);

        assertThat(errors)
                .extracting(error -> error.service() + " " + error.code())
                .containsExactly("a unknown-key", "b not-a-count", "c unknown-network");
    }

    @Test
    void boundsTheNumberOfFindingsButNeverLosesTheVerdict() {
        StringBuilder text = new StringBuilder("services:\n");
        for (int i = 0; i < 500; i++) {
            text.append("  w").append(i).append(": {labels: {com.docker.lb.port: 1}}\n");
        }
        text.append("  last: {deploy: {replicas: x}}\n");

        List<ConfigError> errors = errors(text.toString());

        assertThat(errors).hasSize(Findings.MAX_FINDINGS + 1);
        assertThat(errors.getLast().service()).isEqualTo("last");
    }

    @Test
    void aFileThatMergesItselfIsRefused() {
        assertThat(errors("""
                services:
                  web:
                    deploy:
                      labels: &loop
                        <<: *loop
                """)).extracting(ConfigError::code).containsOnly("merge-too-deep");
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        StringBuilder text = new StringBuilder("x-a0: &a0 {k: v}\n");
        for (int level = 1; level <= 12; level++) {
            text.append("x-a").append(level).append(": &a").append(level).append(" {<<: [");
            text.append(("*a" + (level - 1) + ", ").repeat(9)).append("*a").append(level - 1);
            text.append("]}\n");
        }
        text.append("services: {web: {deploy: {labels: *a12}}}\n");

        assertThat(errors(text.toString()))
                .extracting(ConfigError::code)
                .containsAnyOf("too-many-entries", "yaml-syntax", "merge-too-deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void deepNestingIsRefused(String opening) {
        assertThat(errors("services: " + opening.repeat(20_000))).isNotEmpty();
    }

    @Test
    void tooManyAliasesAreRefused() {
        String text = "x-a: &a {k: v}\nx-b: [" + "*a, ".repeat(YamlText.MAX_ALIASES + 1) + "*a]\nservices: {}\n";

        assertThat(errors(text)).singleElement().extracting(ConfigError::code).isEqualTo("yaml-syntax");
    }

    @Test
    void aFileBeyondTheLimitIsRefused() {
        assertThat(errors("#" + "x".repeat(ComposeFile.MAX_BYTES)))
                .singleElement()
                .extracting(ConfigError::code)
                .isEqualTo("file-too-large");
    }

    @Test
    void aByteOrderMarkIsIgnored() {
        assertThat(loaded("\ufeffservices: {web: {}}").services()).hasSize(1);
    }

    @Test
    void fileNamesAreEscaped() {
        ComposeReading reading = ComposeFile.parse("a\nb.yml", "", Map.of());

        assertThat(reading)
                .isInstanceOfSatisfying(
                        ComposeReading.Invalid.class,
                        invalid -> assertThat(invalid.errors().getFirst().position())
                                .isEqualTo("a\\nb.yml:1:1"));
    }

    private static String service(String body) {
        return "services:\n  web:\n" + body.indent(4);
    }

    private static ComposeReading parse(String text) {
        return ComposeFile.parse("stack.yml", text, Map.of());
    }

    private static SwarmState loaded(String text) {
        ComposeReading reading = parse(text);
        assertThat(reading).isInstanceOf(ComposeReading.Loaded.class);
        return ((ComposeReading.Loaded) reading).state();
    }

    private static List<ConfigError> remarks(String text) {
        ComposeReading reading = parse(text);
        assertThat(reading).isInstanceOf(ComposeReading.Loaded.class);
        return ((ComposeReading.Loaded) reading).remarks();
    }

    private static List<ConfigError> errors(String text) {
        ComposeReading reading = parse(text);
        assertThat(reading).isInstanceOf(ComposeReading.Invalid.class);
        return ((ComposeReading.Invalid) reading).errors();
    }
}
