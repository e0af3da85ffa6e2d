package io.sluice.controlplane.compose;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.sluice.controlplane.compose.YamlReader.Entry;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/// The value of `x-sluice`: where the tasks of a service listen, and its VIP.
///
/// @param tasks in the order of the file
record TaskList(List<TaskAddress.Valid> tasks, Optional<TaskAddress.Valid> vip) {

    private static final String TASKS = "tasks";
    private static final String VIP = "vip";
    private static final Set<String> KEYS = Set.of(TASKS, VIP);

    TaskList {
        tasks = List.copyOf(tasks);
    }

    /// @param extension null when the service has none
    static TaskList read(@Nullable Entry extension, YamlReader reader, Findings findings) {
        if (extension == null) {
            return new TaskList(List.of(), Optional.empty());
        }
        Map<String, Entry> keys = reader.map(extension.value(), "x-sluice", findings);
        keys.forEach((key, entry) -> checkKey(key, entry, findings));
        List<TaskAddress.Valid> tasks = new ArrayList<>();
        Entry list = keys.get(TASKS);
        if (list != null) {
            for (Node item : reader.list(list.value(), "x-sluice.tasks", findings)) {
                address(item, "x-sluice.tasks", reader, findings).ifPresent(tasks::add);
            }
        }
        Entry vip = keys.get(VIP);
        return new TaskList(
                tasks, vip == null ? Optional.empty() : address(vip.value(), "x-sluice.vip", reader, findings));
    }

    private static void checkKey(String key, Entry entry, Findings findings) {
        if (!KEYS.contains(key)) {
            findings.error(
                    entry.key(),
                    "unknown-key",
                    "x-sluice has no key " + Printable.quoted(key),
                    NearestName.hint(key, KEYS, "its keys are tasks and vip"));
        }
    }

    private static Optional<TaskAddress.Valid> address(Node node, String what, YamlReader reader, Findings findings) {
        Optional<String> text = reader.text(node, what, findings);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return switch (TaskAddress.of(text.get().strip())) {
            case TaskAddress.Valid valid -> Optional.of(valid);
            case TaskAddress.Invalid(String problem, String hint) -> {
                findings.error(node, "bad-address", what + ": " + problem, hint);
                yield Optional.empty();
            }
        };
    }
}
