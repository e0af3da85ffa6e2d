package io.sluice.controlplane.settings;

import java.util.ArrayList;
import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlPosition;

/// Collects what is wrong with a file, each entry with its place in it. The key stands where a label's error has its
/// label.
final class Findings {

    /// A person mends the first few; a hostile file could have millions.
    static final int MAX_FINDINGS = 100;

    private final String file;
    private final List<ConfigError> all = new ArrayList<>();

    Findings(String file) {
        this.file = Printable.escaped(file);
    }

    void add(Severity severity, String code, String key, String position, String message, String hint) {
        if (all.size() < MAX_FINDINGS || (severity == Severity.ERROR && !hasErrors())) {
            all.add(new ConfigError(severity, code, "", Printable.escaped(key), position, message, hint));
        }
    }

    void fileError(String code, String position, String message, String hint) {
        add(Severity.ERROR, code, "", position, message, hint);
    }

    /// `config.toml:12:3`, counted from 1; the file alone where the place is not known.
    String position(@Nullable TomlPosition position) {
        return position == null ? file : file + ":" + position.line() + ":" + position.column();
    }

    String file() {
        return file;
    }

    boolean hasErrors() {
        return all.stream().anyMatch(error -> error.severity() == Severity.ERROR);
    }

    List<ConfigError> all() {
        return List.copyOf(all);
    }
}
