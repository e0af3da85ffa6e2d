package io.sluice.controlplane.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
        name = RunCommand.NAME,
        description = "Serves what a Docker Swarm or a Compose file describes, until SIGTERM or SIGINT.",
        footer = {
            "",
            "Examples:",
            "  sluice run --docker",
            "  sluice run --docker --config /config.toml",
            "  sluice run --docker=tcp://127.0.0.1:2375 --http :80",
            "  sluice run --compose stack.yml --http 127.0.0.1:8080 --http '[::1]:8080'"
        })
final class RunCommand implements Runnable {

    static final String NAME = "run";

    @ArgGroup(multiplicity = "1", heading = "Where services are described (one of):%n")
    private Described described = new Described();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_CONFIG}",
            description = "Interlock's config.toml, and flags without dashes in a table [Sluice]; flags and environment"
                    + " win over it. It is watched, and read on SIGHUP [SLUICE_CONFIG]")
    private @Nullable Path config;

    @Option(
            names = "--poll-interval",
            paramLabel = "DURATION",
            converter = Converters.PollInterval.class,
            defaultValue = "${env:SLUICE_POLL_INTERVAL:-30s}",
            description = "The longest time between two full readings of a swarm; tasks are looked at every second at"
                    + " least. Default: ${DEFAULT-VALUE} [SLUICE_POLL_INTERVAL]")
    private Duration pollInterval = Source.Docker.DEFAULT_RESYNC;

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final Jobs jobs;
    private final Map<String, String> environment;

    RunCommand(Jobs jobs, Map<String, String> environment) {
        this.jobs = jobs;
        this.environment = environment;
    }

    /// As the arguments, the environment and the values say, in this order.
    static RunCommand read(List<String> arguments, Map<String, String> values, Map<String, String> environment) {
        ParseResult first = commandLine(environment).parseArgs(arguments.toArray(String[]::new));
        FileDefaults defaults = new FileDefaults(
                values,
                first.matchedOptions().stream().map(OptionSpec::longestName).collect(Collectors.toSet()),
                environment);
        CommandLine second = commandLine(environment).setDefaultValueProvider(defaults);
        second.parseArgs(arguments.toArray(String[]::new));
        return second.getCommand();
    }

    /// To look flags up in.
    static CommandSpec spec() {
        return commandLine(Map.of()).getCommandSpec();
    }

    @Override
    public void run() {
        if (config == null || isAbsentByDefault(config)) {
            jobs.run(settings(), source("", environment));
            return;
        }
        ConfigFile file = new ConfigFile(config, arguments(), environment);
        switch (file.load()) {
            case ConfigFile.Loading.Loaded loaded -> jobs.follow(loaded, file);
            case ConfigFile.Loading.Invalid(List<ConfigError> errors) -> refuse(config, errors);
        }
    }

    ProxySettings settings() {
        return options.settings();
    }

    String serviceCluster() {
        return settings().routing().serviceCluster();
    }

    /// @param fileHost of the Engine API, as the file says; empty: it does not
    Source source(String fileHost, Map<String, String> variables) {
        if (described.compose != null) {
            return new Source.Compose(described.compose);
        }
        Optional<String> host = Optional.ofNullable(described.docker).filter(text -> !text.isEmpty());
        boolean isFilesTurn =
                host.isEmpty() && variables.getOrDefault("DOCKER_HOST", "").isEmpty() && !fileHost.isEmpty();
        return new Source.Docker(isFilesTurn ? Optional.of(fileHost) : host, pollInterval);
    }

    /// An image names the file in its environment, and need not have one.
    private boolean isAbsentByDefault(Path file) {
        return Files.notExists(file)
                && spec != null
                && !spec.commandLine().getParseResult().hasMatchedOption("--config");
    }

    private List<String> arguments() {
        if (spec == null) {
            return List.of();
        }
        List<String> all = spec.commandLine().getParseResult().originalArgs();
        return all.subList(all.indexOf(NAME) + 1, all.size());
    }

    private void refuse(Path file, List<ConfigError> errors) {
        if (spec != null) {
            PrintWriter err = spec.commandLine().getErr();
            errors.forEach(err::println);
        }
        long count = errors.stream()
                .filter(error -> error.severity() == Severity.ERROR)
                .count();
        throw new CommandException(
                file + " has " + count + (count == 1 ? " error" : " errors"),
                "correct it, and look: sluice validate " + file);
    }

    private static CommandLine commandLine(Map<String, String> environment) {
        CommandLine commandLine = new CommandLine(new RunCommand(Jobs.NONE, environment));
        SluiceCommand.addHelp(commandLine);
        return commandLine;
    }

    static final class Described {

        @Option(
                names = "--docker",
                arity = "0..1",
                paramLabel = "HOST",
                fallbackValue = "",
                description = "A swarm manager's Engine API: unix:///path or tcp://host:port. Default: DOCKER_HOST,"
                        + " or the local socket")
        private @Nullable String docker;

        @Option(names = "--compose", paramLabel = "FILE", description = "A Compose file; it is watched for changes")
        private @Nullable Path compose;

        /// As these flags alone say.
        Source source(Duration pollInterval) {
            return compose != null
                    ? new Source.Compose(compose)
                    : new Source.Docker(Optional.ofNullable(docker).filter(text -> !text.isEmpty()), pollInterval);
        }
    }
}
