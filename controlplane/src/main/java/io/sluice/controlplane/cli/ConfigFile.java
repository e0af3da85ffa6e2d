package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.DefaultLabels;
import io.sluice.controlplane.settings.FileSettings;
import io.sluice.controlplane.settings.Placed;
import io.sluice.controlplane.settings.ProxyDeployment;
import io.sluice.controlplane.settings.SettingsFile;
import io.sluice.controlplane.settings.SettingsReading;

/// `run` with `--config`: what the command line and the environment said once, and what the file says whenever it is
/// asked. Flags win over the environment, the environment over the file.
///
/// @param arguments of `run`
public record ConfigFile(Path file, List<String> arguments, Map<String, String> environment) {

    private static final String SERVICE_CLUSTER = "service-cluster";

    /// Flags of whoever decides, not of the proxies that are told.
    private static final Set<String> READERS_OWN = Set.of(
            "admin",
            "cert-dir",
            "docker",
            "http",
            "https",
            "poll-interval",
            "public-https-port",
            SERVICE_CLUSTER,
            "state-dir",
            "tenancy",
            "wildcard-tenants");

    public ConfigFile {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /// What came of reading it.
    public sealed interface Loading {

        /// @param proxies of the service cluster, where a control plane keeps them
        /// @param remarks none is an error
        record Loaded(ProxySettings settings, Source source, Proxies proxies, List<ConfigError> remarks)
                implements Loading {
            public Loaded {
                remarks = List.copyOf(remarks);
            }
        }

        record Invalid(List<ConfigError> errors) implements Loading {
            public Invalid {
                errors = List.copyOf(errors);
            }
        }
    }

    /// What the file says of managed proxies.
    ///
    /// @param deployment empty: the service cluster has no extension
    /// @param environment what is said to them by flags
    /// @param networks that alone they are on; empty: those that services need
    public record Proxies(
            Optional<ProxyDeployment> deployment, Map<String, String> environment, List<String> networks) {

        public Proxies {
            environment = Map.copyOf(environment);
            networks = List.copyOf(networks);
        }
    }

    public Loading load() {
        return switch (SettingsFile.load(file)) {
            case SettingsReading.Invalid(List<ConfigError> errors) -> new Loading.Invalid(errors);
            case SettingsReading.Loaded(FileSettings settings, List<ConfigError> remarks) -> apply(settings, remarks);
        };
    }

    private Loading apply(FileSettings file, List<ConfigError> remarks) {
        List<ConfigError> all = new ArrayList<>(remarks);
        String cluster = cluster(file);
        Map<String, Placed> labels = file.labelsFor(cluster);
        all.addAll(check(file));
        if (all.stream().anyMatch(error -> error.severity() == Severity.ERROR)) {
            return new Loading.Invalid(all);
        }
        if (!file.extensions().isEmpty() && file.extension(cluster).isEmpty()) {
            all.add(noExtension(cluster, file));
        }
        Map<String, String> values = texts(file.flagsFor(cluster));
        values.put(SERVICE_CLUSTER, cluster);
        RunCommand command = RunCommand.read(arguments, values, environment);
        try {
            ProxySettings settings = command.settings();
            return new Loading.Loaded(
                    settings.withRouting(settings.routing().with(file.networksFor(cluster), texts(labels))),
                    command.source(values.getOrDefault("docker", ""), environment),
                    proxies(file, cluster),
                    all);
        } catch (CommandException e) {
            all.add(new ConfigError(
                    Severity.ERROR, "invalid-value", "", "", position(), String.valueOf(e.getMessage()), e.hint()));
            return new Loading.Invalid(all);
        }
    }

    /// Flags that are not about the one who reads the file.
    private static Proxies proxies(FileSettings file, String cluster) {
        Map<String, String> variables = new TreeMap<>();
        file.flagsFor(cluster).forEach((name, value) -> {
            if (!READERS_OWN.contains(name)) {
                variables.put(FileDefaults.variable("--" + name), value.text());
            }
        });
        return new Proxies(
                file.extension(cluster).map(FileSettings.Extension::deployment), variables, file.networksFor(cluster));
    }

    /// All that is to be said of a file.
    static List<ConfigError> check(Path file) {
        return switch (SettingsFile.load(file)) {
            case SettingsReading.Invalid(List<ConfigError> errors) -> errors;
            case SettingsReading.Loaded(FileSettings settings, List<ConfigError> remarks) -> {
                List<ConfigError> all = new ArrayList<>(remarks);
                all.addAll(check(settings));
                yield all;
            }
        };
    }

    /// Everything in the file is checked, whichever extension is this proxy's.
    static List<ConfigError> check(FileSettings file) {
        FlagCheck flags = new FlagCheck(RunCommand.spec());
        List<ConfigError> errors = new ArrayList<>(flags.errors(file.flags()));
        file.extensions().forEach(extension -> errors.addAll(flags.errors(extension.flags())));
        checkLabels(file.labels(), errors);
        file.extensions().forEach(extension -> checkLabels(extension.labels(), errors));
        return errors;
    }

    private static void checkLabels(Map<String, Placed> labels, List<ConfigError> errors) {
        labels.forEach((name, value) -> errors.addAll(DefaultLabels.check(name, value.text(), value.position())));
    }

    /// The one that flags, environment or the `[Sluice]` table name; else the only one of the file.
    private String cluster(FileSettings file) {
        Placed own = file.flags().get(SERVICE_CLUSTER);
        Map<String, String> values = Map.of(
                SERVICE_CLUSTER, own == null ? file.onlyCluster() : own.text().strip());
        return RunCommand.read(arguments, values, environment).serviceCluster();
    }

    private ConfigError noExtension(String cluster, FileSettings file) {
        String known = String.join(
                ", ",
                file.extensions().stream()
                        .map(extension -> Printable.quoted(extension.serviceCluster()))
                        .toList());
        return new ConfigError(
                Severity.WARNING,
                "no-extension",
                "",
                "Extensions",
                position(),
                "no extension has the service cluster " + Printable.quoted(cluster) + " of this proxy; there are "
                        + known,
                "say which one this proxy serves: --service-cluster");
    }

    private String position() {
        return Printable.escaped(file.toString());
    }

    private static Map<String, String> texts(Map<String, Placed> placed) {
        Map<String, String> texts = new TreeMap<>();
        placed.forEach((name, value) -> texts.put(name, value.text()));
        return texts;
    }
}
