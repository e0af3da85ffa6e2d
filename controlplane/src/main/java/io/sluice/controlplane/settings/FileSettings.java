package io.sluice.controlplane.settings;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a file says.
///
/// @param flags by name without dashes: values of the `[Sluice]` table, and of Interlock's keys that have a flag
/// @param labels values of the `[Sluice.Labels]` table: what services are taken to say that do not say otherwise
/// @param extensions in the order of the file
public record FileSettings(Map<String, Placed> flags, Map<String, Placed> labels, List<Extension> extensions) {

    public FileSettings {
        flags = Map.copyOf(flags);
        labels = Map.copyOf(labels);
        extensions = List.copyOf(extensions);
    }

    /// Settings of one service cluster.
    ///
    /// @param serviceCluster empty: services without the label
    /// @param networks that alone are used; empty: all
    /// @param flags as of the file
    /// @param labels as of the file
    /// @param deployment of its proxies, where they are managed
    public record Extension(
            String name,
            String serviceCluster,
            List<String> networks,
            Map<String, Placed> flags,
            Map<String, Placed> labels,
            ProxyDeployment deployment) {

        public Extension {
            networks = List.copyOf(networks);
            flags = Map.copyOf(flags);
            labels = Map.copyOf(labels);
        }
    }

    public Optional<Extension> extension(String serviceCluster) {
        return extensions.stream()
                .filter(extension -> extension.serviceCluster().equals(serviceCluster))
                .findFirst();
    }

    /// The service cluster that the file is about, when nobody says which: the only one.
    public String onlyCluster() {
        return extensions.size() == 1 ? extensions.getFirst().serviceCluster() : "";
    }

    /// All flags for the proxies of a service cluster; the `[Sluice]` table wins.
    public Map<String, Placed> flagsFor(String serviceCluster) {
        Map<String, Placed> all = new TreeMap<>();
        extension(serviceCluster).ifPresent(extension -> all.putAll(extension.flags()));
        all.putAll(flags);
        return all;
    }

    /// All labels for its services; `[Sluice.Labels]` wins.
    public Map<String, Placed> labelsFor(String serviceCluster) {
        Map<String, Placed> all = new TreeMap<>();
        extension(serviceCluster).ifPresent(extension -> all.putAll(extension.labels()));
        all.putAll(labels);
        return all;
    }

    public List<String> networksFor(String serviceCluster) {
        return extension(serviceCluster).map(Extension::networks).orElse(List.of());
    }
}
