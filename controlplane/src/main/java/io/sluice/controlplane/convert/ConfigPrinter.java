package io.sluice.controlplane.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.settings.FileSettings;
import io.sluice.controlplane.settings.FileSettings.Extension;
import io.sluice.controlplane.settings.Placed;

/// Settings as a config file of ours: one for each service cluster. Pure.
public final class ConfigPrinter {

    private ConfigPrinter() {}

    /// @param remarks on what was not carried over; they become comments
    public static List<String> lines(FileSettings settings, List<ConfigError> remarks) {
        List<String> lines = new ArrayList<>();
        if (settings.extensions().isEmpty()) {
            table(lines, "Sluice", settings.flags());
            table(lines, "Sluice.Labels", settings.labels());
        }
        for (Extension extension : settings.extensions()) {
            if (settings.extensions().size() > 1) {
                lines.add("# --- a file of its own: service cluster " + quoted(extension.serviceCluster()) + " ---");
            }
            extension(lines, settings, extension);
        }
        remarks.forEach(remark -> lines.add("# " + remark));
        return lines;
    }

    private static void extension(List<String> lines, FileSettings settings, Extension extension) {
        table(lines, "Sluice", settings.flagsFor(extension.serviceCluster()));
        table(lines, "Sluice.Labels", settings.labelsFor(extension.serviceCluster()));
        if (extension.serviceCluster().isEmpty() && extension.networks().isEmpty()) {
            return;
        }
        lines.add("[Extensions." + quoted(extension.name()) + "]");
        lines.add("ServiceCluster = " + quoted(extension.serviceCluster()));
        if (!extension.networks().isEmpty()) {
            lines.add("Networks = "
                    + extension.networks().stream()
                            .map(ConfigPrinter::quoted)
                            .collect(Collectors.joining(", ", "[", "]")));
        }
        lines.add("");
    }

    private static void table(List<String> lines, String name, Map<String, Placed> values) {
        if (values.isEmpty()) {
            return;
        }
        lines.add("[" + name + "]");
        new TreeMap<>(values).forEach((key, value) -> lines.add(key + " = " + quoted(value.text())));
        lines.add("");
    }

    /// A text that TOML, JSON and YAML read alike.
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int index = 0; index < text.length(); index++) {
            char c = text.charAt(index);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c < 0x20 || c >= 0x7f) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
