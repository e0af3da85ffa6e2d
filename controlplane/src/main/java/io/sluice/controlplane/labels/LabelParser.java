package io.sluice.controlplane.labels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.dataplane.model.HostPattern;

/// Reads the labels of one service: pure, total, and bounded whatever the labels say.
public final class LabelParser {

    static final int MAX_LABELS = 200;
    static final int MAX_BYTES = 16 * 1024;

    private final Service service;
    private final ServiceReport report;

    private LabelParser(Service service) {
        this.service = service;
        this.report = new ServiceReport(service);
    }

    public static LabelReading read(Service service) {
        return new LabelParser(service).read();
    }

    private LabelReading read() {
        Map<String, String> values = ours();
        if (values.isEmpty()) {
            return new LabelReading.Silent();
        }
        if (isOverBudget(values)) {
            return new LabelReading.Refused(List.of(), BackendMode.TASK, errors());
        }
        values.entrySet().removeIf(entry -> isRefused(entry.getKey(), entry.getValue()));
        values.keySet().forEach(this::checkName);
        return reading(values);
    }

    /// By name without the prefix, sorted.
    private Map<String, String> ours() {
        Map<String, String> values = new TreeMap<>();
        service.labels().forEach((key, label) -> {
            if (key.startsWith(Label.PREFIX)) {
                values.put(key.substring(Label.PREFIX.length()), label.value());
            }
        });
        return values;
    }

    private boolean isOverBudget(Map<String, String> values) {
        if (values.size() > MAX_LABELS) {
            report.error(
                    "too-many-labels",
                    "",
                    values.size() + " labels start with " + Label.PREFIX + ", the limit is " + MAX_LABELS,
                    "remove labels; the service is not routed");
            return true;
        }
        long bytes = 0;
        for (Map.Entry<String, String> entry : values.entrySet()) {
            bytes += Label.PREFIX.length() + size(entry.getKey()) + size(entry.getValue());
        }
        if (bytes > MAX_BYTES) {
            report.error(
                    "labels-too-large",
                    "",
                    "the labels that start with " + Label.PREFIX + " take " + bytes + " bytes, the limit is "
                            + MAX_BYTES,
                    "shorten the labels; the service is not routed");
            return true;
        }
        return false;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /// Control characters have no place in any value, and are how one forges log lines and headers.
    private boolean isRefused(String name, String value) {
        if (!Printable.hasControl(value)) {
            return false;
        }
        report.error(
                "control-character",
                name,
                "the value " + Printable.quoted(value) + " has a control character; the label is refused",
                "write the value on one line, without tabs");
        return true;
    }

    private void checkName(String name) {
        if (LabelNames.isApplied(name)) {
            return;
        }
        Optional<String> consequence = LabelNames.notApplied(name);
        if (consequence.isPresent()) {
            report.warning("not-applied", name, "the label is known but not applied yet", consequence.get());
            return;
        }
        report.warning(
                "unknown-label",
                name,
                "no label of this name exists",
                NearestName.hint(name, LabelNames.known(), "see the label table in the README"));
    }

    /// A label that is there and unusable refuses the service, for its default may be what the operator wanted to
    /// avoid;
    /// only a default backend that also has hosts goes on to serve those.
    private LabelReading reading(Map<String, String> values) {
        List<HostPattern> hosts = values.containsKey(LabelNames.HOSTS)
                ? HostsLabel.read(values.get(LabelNames.HOSTS), report)
                : List.of();
        OptionalInt port = values.containsKey(LabelNames.PORT)
                ? LabelValues.port(values.get(LabelNames.PORT), report)
                : OptionalInt.empty();
        Optional<String> network = values.containsKey(LabelNames.NETWORK)
                ? LabelValues.network(values.get(LabelNames.NETWORK), report)
                : unlessRefused(LabelNames.NETWORK, "");
        Optional<BackendMode> mode = values.containsKey(LabelNames.BACKEND_MODE)
                ? LabelValues.backendMode(values.get(LabelNames.BACKEND_MODE), report)
                : unlessRefused(LabelNames.BACKEND_MODE, BackendMode.TASK);
        boolean defaultBackend = values.containsKey(LabelNames.DEFAULT_BACKEND)
                && LabelValues.bool(LabelNames.DEFAULT_BACKEND, values.get(LabelNames.DEFAULT_BACKEND), report)
                        .orElse(false);

        boolean asks = !hosts.isEmpty() || defaultBackend;
        checkPresence(asks);
        if (!asks || port.isEmpty() || network.isEmpty() || mode.isEmpty()) {
            return new LabelReading.Refused(hosts, mode.orElse(BackendMode.TASK), errors());
        }
        LabelSet labels = new LabelSet(hosts, port.getAsInt(), network.get(), mode.get(), defaultBackend);
        return new LabelReading.Accepted(labels, errors());
    }

    /// The default of an absent label; a label refused for its characters is not absent.
    private <T> Optional<T> unlessRefused(String name, T absent) {
        return has(name) ? Optional.empty() : Optional.of(absent);
    }

    /// What is there but wrong has been reported already, so only absence is reported here.
    private void checkPresence(boolean asks) {
        if (!has(LabelNames.PORT) && (asks || has(LabelNames.HOSTS))) {
            report.error(
                    "missing-port",
                    LabelNames.PORT,
                    "the label is missing",
                    "add " + Label.PREFIX + "port with the number that the container listens on");
        }
        if (!asks && !has(LabelNames.HOSTS)) {
            report.error(
                    "missing-hosts",
                    LabelNames.HOSTS,
                    "the service has labels of ours, but neither hosts nor default_backend=true",
                    "add " + Label.PREFIX + "hosts" + (has(LabelNames.PORT) ? "" : " and " + Label.PREFIX + "port"));
        }
    }

    private boolean has(String name) {
        return service.labels().containsKey(Label.PREFIX + name);
    }

    private List<ConfigError> errors() {
        return report.errors().stream().sorted(ConfigError.ORDER).toList();
    }
}
