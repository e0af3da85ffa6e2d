package io.sluice.controlplane.compose;

import java.util.LinkedHashMap;
import java.util.Map;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service.Label;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// Labels in both of Compose's forms: a map, or a list of `key=value`.
final class ServiceLabels {

    private final YamlReader reader;
    private final Findings findings;

    ServiceLabels(YamlReader reader, Findings findings) {
        this.reader = reader;
        this.findings = findings;
    }

    /// `deploy.labels`; each label's position is that of its key.
    Map<String, Label> read(Node node) {
        Map<String, Label> labels = new LinkedHashMap<>();
        if (node instanceof SequenceNode) {
            reader.list(node, "labels", findings).forEach(item -> addItem(item, labels));
        } else {
            reader.map(node, "labels", findings)
                    .forEach((key, entry) -> reader.text(entry.value(), Printable.escaped(key), findings)
                            .ifPresent(value -> labels.put(key, new Label(value, findings.position(entry.key())))));
        }
        return labels;
    }

    /// `labels` outside `deploy`: they end up on containers, where neither Swarm's services nor we see them.
    void warnOfContainerLabels(Node node) {
        if (node instanceof SequenceNode) {
            for (Node item : reader.list(node, "labels", findings)) {
                reader.text(item, "a label", findings).ifPresent(text -> warnIfOurs(item, key(text)));
            }
            return;
        }
        reader.map(node, "labels", findings).forEach((key, entry) -> warnIfOurs(entry.key(), key));
    }

    private void addItem(Node item, Map<String, Label> labels) {
        String text = reader.text(item, "a label", findings).orElse("");
        String key = key(text);
        if (key.isEmpty()) {
            return;
        }
        String value = key.length() == text.length() ? "" : text.substring(key.length() + 1);
        Label first = labels.putIfAbsent(key, new Label(value, findings.position(item)));
        if (first != null) {
            findings.error(
                    item,
                    "duplicate-key",
                    "the label " + Printable.quoted(key) + " is here for the second time",
                    "the first is at " + first.position() + "; remove one");
        }
    }

    private void warnIfOurs(Node node, String key) {
        if (Label.isOurs(key)) {
            findings.labelWarning(
                    node,
                    key,
                    "container-label",
                    "this is a container label, which is not read",
                    "move it to deploy.labels");
        }
    }

    private static String key(String text) {
        int equals = text.indexOf('=');
        return equals < 0 ? text : text.substring(0, equals);
    }
}
