package io.sluice.controlplane.compose;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

import io.sluice.controlplane.config.Printable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/// Reads nodes as the shapes that Compose uses, with merge keys (`<<`) and variables resolved. Whatever has another
/// shape
/// goes to the findings and reads as empty. The work is bounded over the whole file, for aliases can make a short text
/// mean many entries.
final class YamlReader {

    static final int MAX_ENTRIES = 500_000;
    private static final int MAX_MERGE_DEPTH = 16;

    private final Map<String, String> environment;
    private int entries;

    YamlReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// @param key for positions; where merged, the place it was merged from
    record Entry(Node key, Node value) {}

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /// By key, in the order of the file; an absent value (`key:` alone) reads as no entries.
    Map<String, Entry> map(Node node, String what, Findings findings) {
        Map<String, Entry> map = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            addEntries(mapping, map, 0, findings);
        } else if (!isNull(node)) {
            findings.error(node, "not-a-map", what + " must be a map of keys and values", "write 'key: value' lines");
        }
        return map;
    }

    /// The items of a list; an absent value reads as none.
    List<Node> list(Node node, String what, Findings findings) {
        if (node instanceof SequenceNode sequence) {
            return spend(sequence.getValue().size(), node, findings) ? sequence.getValue() : List.of();
        }
        if (!isNull(node)) {
            findings.error(node, "not-a-list", what + " must be a list", "write '- item' lines or [a, b]");
        }
        return List.of();
    }

    /// Numbers and booleans read as they are written; an absent value reads as the empty text.
    Optional<String> text(Node node, String what, Findings findings) {
        if (!(node instanceof ScalarNode scalar)) {
            findings.error(node, "not-a-value", what + " must be a single value", "write one text or number");
            return Optional.empty();
        }
        Interpolation.Result result = Interpolation.of(isNull(node) ? "" : scalar.getValue(), environment);
        if (result.problem().isPresent()) {
            findings.error(
                    node,
                    "bad-variable",
                    what + " " + Printable.quoted(scalar.getValue()) + " "
                            + result.problem().get(),
                    "set the variable, or give it a default: ${NAME:-default}");
            return Optional.empty();
        }
        for (String name : result.unset()) {
            findings.warning(
                    node,
                    "unset-variable",
                    what + ": the variable " + Printable.escaped(name) + " is not set and taken as empty",
                    "set it, or give it a default: ${" + Printable.escaped(name) + ":-default}");
        }
        return Optional.of(result.value());
    }

    OptionalInt count(Node node, String what, Findings findings) {
        Optional<String> text = text(node, what, findings);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        String digits = text.get().strip();
        if (!digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.of(Integer.parseInt(digits));
        }
        findings.error(
                node, "not-a-count", what + " " + Printable.quoted(text.get()) + " is not a count", "write 0 or more");
        return OptionalInt.empty();
    }

    private void addEntries(MappingNode mapping, Map<String, Entry> map, int mergeDepth, Findings findings) {
        if (!spend(mapping.getValue().size(), mapping, findings)) {
            return;
        }
        Map<String, Entry> own = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                addOwn(tuple, own, findings);
            }
        }
        own.forEach(map::putIfAbsent);
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode().getTag().equals(Tag.MERGE)) {
                merge(tuple.getValueNode(), map, mergeDepth + 1, findings);
            }
        }
    }

    private static void addOwn(NodeTuple tuple, Map<String, Entry> own, Findings findings) {
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
            findings.error(tuple.getKeyNode(), "bad-key", "a key must be a single value", "write a name");
            return;
        }
        Entry first = own.putIfAbsent(key.getValue(), new Entry(key, tuple.getValueNode()));
        if (first != null) {
            findings.error(
                    key,
                    "duplicate-key",
                    "the key " + Printable.quoted(key.getValue()) + " is here for the second time",
                    "the first is at " + findings.position(first.key()) + "; remove one");
        }
    }

    /// Keys that are there already win over merged ones, and earlier merges over later ones (YAML 1.1, merge key).
    private void merge(Node node, Map<String, Entry> map, int mergeDepth, Findings findings) {
        if (mergeDepth > MAX_MERGE_DEPTH) {
            findings.error(
                    node,
                    "merge-too-deep",
                    "'<<' leads more than " + MAX_MERGE_DEPTH + " merges deep, or to itself",
                    "merge maps that hold values");
            return;
        }
        if (node instanceof MappingNode mapping) {
            addEntries(mapping, map, mergeDepth, findings);
            return;
        }
        if (node instanceof SequenceNode sequence && spend(sequence.getValue().size(), node, findings)) {
            for (Node item : sequence.getValue()) {
                merge(item, map, mergeDepth + 1, findings);
            }
            return;
        }
        findings.error(node, "bad-merge", "'<<' must name a map or a list of maps", "write '<<: *anchor'");
    }

    private boolean spend(int count, Node node, Findings findings) {
        boolean wasWithin = entries <= MAX_ENTRIES;
        entries = Math.min(entries + count, MAX_ENTRIES + 1);
        if (entries <= MAX_ENTRIES) {
            return true;
        }
        if (wasWithin) {
            findings.error(
                    node,
                    "too-many-entries",
                    "with its aliases the file has more than " + MAX_ENTRIES + " entries",
                    "repeat fewer aliases of large maps and lists");
        }
        return false;
    }
}
