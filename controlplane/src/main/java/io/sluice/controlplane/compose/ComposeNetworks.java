package io.sluice.controlplane.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.compose.YamlReader.Entry;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Network;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The networks of a file. A network's id is its key; its name is that of its `name:`, or of `external:`'s, or the key.
final class ComposeNetworks {

    /// What a service without `networks` is on.
    private static final String DEFAULT = "default";

    private final YamlReader reader;
    private final Map<String, Network> byKey = new LinkedHashMap<>();
    private final Set<String> used = new LinkedHashSet<>();

    private ComposeNetworks(YamlReader reader) {
        this.reader = reader;
    }

    /// @param top the value of the top level's `networks`; null when the file has none
    static ComposeNetworks read(@Nullable Node top, YamlReader reader, Findings findings) {
        ComposeNetworks networks = new ComposeNetworks(reader);
        networks.add(DEFAULT, DEFAULT);
        if (top != null) {
            reader.map(top, "networks", findings)
                    .forEach((key, entry) -> networks.add(key, networks.name(key, entry, findings)));
        }
        return networks;
    }

    /// The ids of the networks that a service names.
    List<String> of(@Nullable Entry networks, Findings findings) {
        List<String> ids = networks == null ? List.of() : named(networks.value(), findings);
        List<String> resolved = ids.isEmpty() ? List.of(DEFAULT) : ids;
        used.addAll(resolved);
        return resolved;
    }

    /// All that the file declares, and the default network where a service is on it.
    List<Network> all() {
        return byKey.values().stream()
                .filter(network -> !network.id().equals(DEFAULT) || used.contains(DEFAULT))
                .toList();
    }

    private void add(String key, String name) {
        byKey.put(key, new Network(key, name, false, ""));
    }

    private String name(String key, Entry entry, Findings findings) {
        Map<String, Entry> keys = reader.map(entry.value(), "network " + Printable.quoted(key), findings);
        Entry name = keys.get("name");
        Entry external = keys.get("external");
        if (name == null && external != null && external.value() instanceof MappingNode) {
            name = reader.map(external.value(), "external", findings).get("name");
        }
        if (name == null) {
            return key;
        }
        return reader.text(name.value(), "the network's name", findings)
                .filter(text -> !text.isBlank())
                .orElse(key);
    }

    private List<String> named(Node node, Findings findings) {
        Set<String> ids = new LinkedHashSet<>();
        if (node instanceof SequenceNode) {
            for (Node item : reader.list(node, "networks", findings)) {
                reader.text(item, "a network", findings).ifPresent(key -> addKnown(key, item, ids, findings));
            }
        } else {
            reader.map(node, "networks", findings).forEach((key, entry) -> addKnown(key, entry.key(), ids, findings));
        }
        return new ArrayList<>(ids);
    }

    private void addKnown(String key, Node node, Set<String> ids, Findings findings) {
        if (byKey.containsKey(key)) {
            ids.add(key);
            return;
        }
        findings.error(
                node,
                "unknown-network",
                "the network " + Printable.quoted(key) + " is not declared",
                NearestName.hint(key, byKey.keySet(), "add it to the top level's networks"));
    }
}
