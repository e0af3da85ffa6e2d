package io.sluice.controlplane.labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;

/// Collects what is wrong with one service; each entry is given its name and the place of the label.
public final class ServiceReport {

    private final Service service;
    private final List<ConfigError> errors = new ArrayList<>();
    private final Map<String, String> keys = new HashMap<>();

    public ServiceReport(Service service) {
        this.service = service;
    }

    /// Says which label of an older dialect the value of the named one was taken from.
    void origin(String name, String key) {
        keys.putIfAbsent(name, key);
    }

    /// @param name of the label, without the prefix; empty when no label is to blame
    public void error(String code, String name, String message, String hint) {
        add(Severity.ERROR, code, name, message, hint);
    }

    /// @param name of the label, without the prefix; empty when no label is to blame
    public void warning(String code, String name, String message, String hint) {
        add(Severity.WARNING, code, name, message, hint);
    }

    /// @param name of the label, without the prefix; empty when no label is to blame
    public void notice(String code, String name, String message, String hint) {
        add(Severity.NOTICE, code, name, message, hint);
    }

    public List<ConfigError> errors() {
        return List.copyOf(errors);
    }

    private void add(Severity severity, String code, String name, String message, String hint) {
        String key = name.isEmpty() ? "" : keys.getOrDefault(name, Label.PREFIX + name);
        errors.add(new ConfigError(
                severity,
                code,
                Printable.escaped(service.name()),
                Printable.escaped(key),
                position(key),
                message,
                hint));
    }

    /// Of the label; where it is absent, of the first of ours, beside which it belongs.
    private String position(String key) {
        Label label = service.labels().get(key);
        if (label != null) {
            return label.position();
        }
        return service.labels().entrySet().stream()
                .filter(entry -> Label.isOurs(entry.getKey()))
                .min(Map.Entry.comparingByKey())
                .map(entry -> entry.getValue().position())
                .orElse("");
    }
}
