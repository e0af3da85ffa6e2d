package io.sluice.controlplane.lint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.Service.Label;

/// Advice on a stack file that can be read. What it has of variables is taken as it is written.
public final class StackLint {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private StackLint() {}

    /// @throws IOException when it cannot be read
    public static List<ConfigError> lint(Path file) throws IOException {
        return Linter.lint(read(YAML.readTree(file.toFile())));
    }

    static List<ConfigError> lint(String text) throws IOException {
        return Linter.lint(read(YAML.readTree(text)));
    }

    private static List<LintService> read(JsonNode root) {
        List<LintService> services = new ArrayList<>();
        root.path("services").properties().forEach(service -> services.add(read(service.getKey(), service.getValue())));
        return services;
    }

    private static LintService read(String name, JsonNode service) {
        JsonNode deploy = service.path("deploy");
        boolean global = deploy.path("mode").asText().startsWith("global");
        List<String> networks = names(service.path("networks"));
        return new LintService(
                name,
                labels(deploy.path("labels")),
                global ? Optional.empty() : Optional.of(deploy.path("replicas").asLong(1)),
                deploy.path("update_config").path("order").asText().equals("start-first"),
                GoDuration.parse(service.path("stop_grace_period").asText()),
                !service.path("healthcheck").isMissingNode()
                        && !service.path("healthcheck").path("disable").asBoolean(),
                deploy.path("endpoint_mode").asText().equals("dnsrr"),
                networks,
                ports(service.path("ports")));
    }

    /// A map, or a list of `key=value`.
    private static Map<String, String> labels(JsonNode node) {
        Map<String, String> labels = new HashMap<>();
        node.properties()
                .forEach(label ->
                        addLabel(labels, label.getKey(), label.getValue().asText()));
        if (node.isArray()) {
            for (JsonNode item : node) {
                String text = item.asText();
                int equals = text.indexOf('=');
                addLabel(
                        labels,
                        equals < 0 ? text : text.substring(0, equals),
                        equals < 0 ? "" : text.substring(equals + 1));
            }
        }
        return labels;
    }

    private static void addLabel(Map<String, String> labels, String key, String value) {
        if (key.startsWith(Label.PREFIX)) {
            labels.put(key.substring(Label.PREFIX.length()), value);
        }
    }

    /// A map, or a list.
    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.properties().forEach(entry -> names.add(entry.getKey()));
        if (node.isArray()) {
            node.forEach(item -> names.add(item.asText()));
        }
        return names;
    }

    /// `8080:80`, `127.0.0.1:8080:80/tcp`, a number, or a map with `published`.
    private static List<Integer> ports(JsonNode node) {
        List<Integer> ports = new ArrayList<>();
        for (JsonNode item : node) {
            String text = item.isObject() ? item.path("published").asText() : published(item.asText());
            if (text.matches("\\d{1,5}")) {
                ports.add(Integer.parseInt(text));
            }
        }
        return ports;
    }

    private static String published(String text) {
        String[] parts = text.replaceFirst("/.*$", "").split(":");
        return parts.length < 2 ? "" : parts[parts.length - 2];
    }
}
