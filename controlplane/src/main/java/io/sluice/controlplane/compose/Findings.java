package io.sluice.controlplane.compose;

import java.util.ArrayList;
import java.util.List;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/// Collects what is wrong with a file, each entry with its place in it.
final class Findings {

    /// A person mends the first few; the rest is noise, and a hostile file could have millions.
    static final int MAX_FINDINGS = 100;

    private final String file;
    private final String service;
    private final List<ConfigError> all;

    Findings(String file) {
        this(file, "", new ArrayList<>());
    }

    private Findings(String file, String service, List<ConfigError> all) {
        this.file = file;
        this.service = service;
        this.all = all;
    }

    /// Adds to the same collection, in the name of a service.
    Findings of(String name) {
        return new Findings(file, Printable.escaped(name), all);
    }

    void error(Node node, String code, String message, String hint) {
        add(Severity.ERROR, code, "", position(node), message, hint);
    }

    void warning(Node node, String code, String message, String hint) {
        add(Severity.WARNING, code, "", position(node), message, hint);
    }

    void labelWarning(Node node, String label, String code, String message, String hint) {
        add(Severity.WARNING, code, Printable.escaped(label), position(node), message, hint);
    }

    /// About the file as a whole, or a place in it that is no node.
    void fileError(String position, String code, String message, String hint) {
        add(Severity.ERROR, code, "", position, message, hint);
    }

    /// `stack.yml:12:9`, counted from 1.
    String position(Node node) {
        return position(node.getStartMark());
    }

    String position(Mark mark) {
        return position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    String position(int line, int column) {
        return file + ":" + line + ":" + column;
    }

    String file() {
        return file;
    }

    boolean hasErrors() {
        return all.stream().anyMatch(error -> error.severity() == Severity.ERROR);
    }

    /// In the order of discovery, which is about that of the file.
    List<ConfigError> all() {
        return List.copyOf(all);
    }

    /// An error finds room even when remarks have filled the list, for it decides whether the file is taken.
    private void add(Severity severity, String code, String label, String position, String message, String hint) {
        if (all.size() < MAX_FINDINGS || (severity == Severity.ERROR && !hasErrors())) {
            all.add(new ConfigError(severity, code, service, label, position, message, hint));
        }
    }
}
