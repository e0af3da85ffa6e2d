package io.sluice.controlplane.compose;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.compose.YamlReader.Entry;
import io.sluice.controlplane.config.Printable;
import org.jspecify.annotations.Nullable;

/// The secrets of a file that say which file they are in. Others (`external`, `environment`) are looked for where the
/// operator says that secrets are.
final class ComposeSecrets {

    private final Path directory;
    private final YamlReader reader;
    private final Findings findings;

    /// @param directory that relative paths begin in
    ComposeSecrets(Path directory, YamlReader reader, Findings findings) {
        this.directory = directory;
        this.reader = reader;
        this.findings = findings;
    }

    /// By the key, and by the `name` where a secret has one.
    ///
    /// @param top the value of the top level's `secrets`; null when the file has none
    Map<String, Path> read(@Nullable Entry top) {
        Map<String, Path> files = new LinkedHashMap<>();
        if (top != null) {
            reader.map(top.value(), "secrets", findings).forEach((key, entry) -> add(key, entry, files));
        }
        return files;
    }

    private void add(String key, Entry entry, Map<String, Path> files) {
        Map<String, Entry> keys = reader.map(entry.value(), "secret " + Printable.quoted(key), findings);
        Entry file = keys.get("file");
        if (file == null) {
            return;
        }
        Optional<Path> path = reader.text(file.value(), "the secret's file", findings)
                .filter(text -> !text.isBlank())
                .flatMap(text -> path(text, file));
        if (path.isEmpty()) {
            return;
        }
        files.put(key, path.get());
        Entry name = keys.get("name");
        if (name != null) {
            reader.text(name.value(), "the secret's name", findings)
                    .filter(text -> !text.isBlank())
                    .ifPresent(text -> files.put(text, path.get()));
        }
    }

    private Optional<Path> path(String text, Entry file) {
        try {
            return Optional.of(directory.resolve(text).normalize());
        } catch (InvalidPathException e) {
            findings.error(
                    file.value(), "bad-path", Printable.quoted(text) + " is not a path", "write the path of the file");
            return Optional.empty();
        }
    }
}
