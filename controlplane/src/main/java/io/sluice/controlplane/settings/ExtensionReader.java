package io.sluice.controlplane.settings;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.settings.FileSettings.Extension;

/// One table of `Extensions`.
final class ExtensionReader {

    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}|");
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");
    private static final Set<String> OLD_PROTOCOLS = Set.of("SSLv3", "TLSv1", "TLSv1.1");
    private static final Pattern BUFFERS = Pattern.compile("[1-9]\\d{0,2} +\\d{1,6}[kKmM]?");

    private final String name;
    private final Section section;
    private final Map<String, Placed> flags = new LinkedHashMap<>();
    private final Map<String, Placed> labels = new LinkedHashMap<>();

    ExtensionReader(String name, Section section) {
        this.name = name;
        this.section = section;
    }

    Extension read() {
        InterlockKeys.EXTENSION.review(section);
        ProxyDeployment deployment = new DeploymentReader(name, section).read();
        section.table("Config").ifPresent(this::readConfig);
        return new Extension(name, cluster(), networks(), flags, labels, deployment);
    }

    private String cluster() {
        return section.parsed("ServiceCluster", ExtensionReader::clusterName).orElse("");
    }

    private static String clusterName(String text) {
        String stripped = text.strip();
        if (!CLUSTER.matcher(stripped).matches()) {
            throw new IllegalArgumentException(Printable.quoted(text) + " is no name of a service cluster");
        }
        return stripped;
    }

    private List<String> networks() {
        List<String> networks =
                section.texts("Networks").stream().map(String::strip).toList();
        if (networks.stream().anyMatch(String::isEmpty)) {
            section.error("Networks", "invalid-value", "a network has no name", "");
        }
        return networks;
    }

    private void readConfig(Section config) {
        InterlockKeys.CONFIG.review(config);
        config.flag("HideInfoHeaders").ifPresent(on -> flag(config, "HideInfoHeaders", "hide-info-headers", on));
        config.flag("UnderscoresInHeaders")
                .ifPresent(on -> flag(config, "UnderscoresInHeaders", "underscores-in-headers", on));
        config.flag("IPHash").filter(on -> on).ifPresent(on -> label(config, "IPHash", "balance", "ip_hash"));
        time(config, "ConnectTimeout", List.of("timeout_connect"));
        time(config, "ReadTimeout", List.of("timeout_request", "timeout_idle"));
        config.size("ClientMaxBodySize")
                .ifPresent(bytes -> label(config, "ClientMaxBodySize", "max_body", Long.toString(bytes)));
        clientTimes(config);
        config.parsed("LargeClientHeaderBuffers", ExtensionReader::buffers)
                .ifPresent(text -> flag(config, "LargeClientHeaderBuffers", "header-buffers", text));
        config.text("SSLProtocols").ifPresent(text -> checkProtocols(config, text));
        config.text("SSLCiphers");
    }

    private static String buffers(String text) {
        String stripped = text.strip();
        if (!BUFFERS.matcher(stripped).matches()) {
            throw new IllegalArgumentException(Printable.quoted(text) + " is no number and size like '4 8k'");
        }
        return stripped;
    }

    /// One time-out of ours bounds the gaps in what clients send and in what they take.
    private void clientTimes(Section config) {
        positive(config, "KeepaliveTimeout")
                .ifPresent(time -> flag(config, "KeepaliveTimeout", "keepalive-timeout", millis(time)));
        positive(config, "SendTimeout").ifPresent(time -> flag(config, "SendTimeout", "body-timeout", millis(time)));
        positive(config, "ClientBodyTimeout")
                .ifPresent(time -> flag(config, "ClientBodyTimeout", "body-timeout", millis(time)));
        if (config.has("SendTimeout") && config.has("ClientBodyTimeout")) {
            config.add(
                    Severity.NOTICE,
                    "translated-key",
                    "SendTimeout",
                    "ClientBodyTimeout counts for both directions",
                    "remove one of the two");
        }
    }

    private void time(Section config, String key, List<String> names) {
        positive(config, key).ifPresent(time -> names.forEach(label -> label(config, key, label, millis(time))));
    }

    private static Optional<Duration> positive(Section config, String key) {
        Optional<Duration> time = config.duration(key);
        if (time.isPresent() && !time.get().isPositive()) {
            config.error(key, "invalid-value", "the time must be more than zero", "");
            return Optional.empty();
        }
        return time;
    }

    private static void checkProtocols(Section config, String text) {
        for (String protocol : text.strip().split("[ ,]+")) {
            if (OLD_PROTOCOLS.contains(protocol)) {
                config.add(
                        Severity.WARNING,
                        "old-protocol",
                        "SSLProtocols",
                        protocol + " is broken and never spoken",
                        "TLSv1.2 and TLSv1.3 are");
            } else if (!protocol.isEmpty() && !PROTOCOLS.contains(protocol)) {
                config.error(
                        "SSLProtocols",
                        "invalid-value",
                        Printable.quoted(protocol) + " is no TLS protocol",
                        "write TLSv1.2, TLSv1.3 or both");
            }
        }
    }

    private void flag(Section config, String key, String flag, Object value) {
        flags.put(flag, config.placed(key, value.toString()));
    }

    private void label(Section config, String key, String label, String value) {
        labels.put(label, config.placed(key, value));
    }

    private static String millis(Duration time) {
        return time.toMillis() + "ms";
    }
}
