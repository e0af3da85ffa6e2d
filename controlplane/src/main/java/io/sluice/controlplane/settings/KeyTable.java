package io.sluice.controlplane.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.NearestName;
import org.jspecify.annotations.Nullable;

/// What becomes of every key of one kind of table.
///
/// @param keys by name, as Interlock's documents write them
record KeyTable(Map<String, Fate> keys) {

    /// What becomes of a key.
    sealed interface Fate {}

    /// It does what it did.
    record Honoured() implements Fate {}

    /// It describes the service of the proxies, which a control plane keeps, and nobody else.
    record Deploys() implements Fate {}

    /// It has nothing to do here, and nobody misses it.
    record Needless(String why) implements Fate {}

    /// It asks for something that does not happen.
    record NotApplied(String why, String instead) implements Fate {}

    KeyTable {
        keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    }

    /// Names every key that is unknown or does not do what it did. What is set to nothing is passed over.
    void review(Section section) {
        for (String key : section.keys()) {
            Fate fate = fate(key);
            switch (fate) {
                case Honoured() -> {}
                case Deploys() ->
                    note(
                            section,
                            Severity.NOTICE,
                            SettingsFile.DEPLOYMENT_KEY,
                            key,
                            "it describes the service of the proxies, which 'sluice control --config' alone makes",
                            "");
                case Needless(String why) -> note(section, Severity.NOTICE, "needless-key", key, why, "remove it");
                case NotApplied(String why, String instead) ->
                    note(section, Severity.WARNING, "not-applied", key, why, instead);
                case null ->
                    section.add(
                            Severity.WARNING,
                            "unknown-key",
                            key,
                            "no key of this name exists here",
                            NearestName.hint(key, keys.keySet(), "known are " + String.join(", ", sample())));
            }
        }
    }

    private static void note(Section section, Severity severity, String code, String key, String why, String hint) {
        if (!section.isBlank(key)) {
            section.add(severity, code, key, why, hint);
        }
    }

    private @Nullable Fate fate(String written) {
        Fate exact = keys.get(written);
        if (exact != null) {
            return exact;
        }
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(written))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private List<String> sample() {
        return keys.keySet().stream().limit(8).toList();
    }
}
