package io.sluice.controlplane.cli;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
        name = "control",
        description = "Decides what proxies on other hosts serve, and tells them; itself serves no traffic."
                + " Any number may run beside each other.",
        footer = {
            "",
            "Examples:",
            "  sluice control --docker --ca-file /run/secrets/sluice-ca --join-token-file /run/secrets/sluice-token",
            "  sluice control --compose stack.yml --listen 127.0.0.1:9902 --ca-file ca.pem --join-token-file token"
        })
final class ControlCommand implements Runnable {

    @ArgGroup(multiplicity = "1", heading = "Where services are described (one of):%n")
    private RunCommand.Described described = new RunCommand.Described();

    @Option(
            names = "--listen",
            paramLabel = "ADDR:PORT",
            converter = Converters.LinkAddress.class,
            defaultValue = "${env:SLUICE_LISTEN:-0.0.0.0:9902}",
            description = "Where proxies connect. Default: ${DEFAULT-VALUE} [SLUICE_LISTEN]")
    private InetSocketAddress listen = new InetSocketAddress(0);

    @Option(
            names = "--admin",
            paramLabel = "ADDR:PORT",
            converter = Converters.AdminAddress.class,
            defaultValue = "${env:SLUICE_ADMIN:-127.0.0.1:9901}",
            description = "Where health, metrics, API and console are. Default: ${DEFAULT-VALUE} [SLUICE_ADMIN]")
    private InetSocketAddress admin = new InetSocketAddress(0);

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            required = true,
            defaultValue = "${env:SLUICE_CA_FILE}",
            description = "Key and certificate of the authority, as 'sluice ca' makes them [SLUICE_CA_FILE]")
    private Path authorityFile = Path.of("");

    @Option(
            names = "--join-token-file",
            paramLabel = "FILE",
            required = true,
            defaultValue = "${env:SLUICE_JOIN_TOKEN_FILE}",
            description = "The token that proxies join with [SLUICE_JOIN_TOKEN_FILE]")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--state-dir",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:SLUICE_STATE_DIR}",
            description = "Where, with --tenancy=stack, it is kept for the next start whose the hosts are."
                    + " Default: nowhere [SLUICE_STATE_DIR]")
    private @Nullable Path stateDirectory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:SLUICE_CONFIG}",
            description =
                    "Interlock's config.toml: its extension of this service cluster is the service of the proxies,"
                            + " which this control plane creates, keeps and removes. It is watched [SLUICE_CONFIG]")
    private @Nullable Path config;

    @Mixin
    private RoutingFlags routing = new RoutingFlags();

    @Mixin
    private TlsFlags tls = new TlsFlags();

    @Spec
    private @Nullable CommandSpec spec;

    private final Jobs jobs;
    private final Map<String, String> environment;

    ControlCommand(Jobs jobs, Map<String, String> environment) {
        this.jobs = jobs;
        this.environment = environment;
    }

    @Override
    public void run() {
        jobs.control(
                new ControlSettings(
                        listen,
                        admin,
                        authorityFile,
                        tokenFile,
                        routing.options(),
                        tls.settings(),
                        stateDirectory,
                        configFile()),
                described.source(Source.Docker.DEFAULT_RESYNC));
    }

    /// An image names the file in its environment, and need not have one.
    private @Nullable ConfigFile configFile() {
        if (config == null || spec == null) {
            return null;
        }
        ParseResult parsed = spec.commandLine().getParseResult();
        if (Files.notExists(config) && !parsed.hasMatchedOption("--config")) {
            return null;
        }
        List<String> arguments = new ArrayList<>(List.of("--docker"));
        for (String name : RoutingFlags.NAMES) {
            OptionSpec option = parsed.matchedOption(name);
            if (option != null) {
                option.originalStringValues().forEach(value -> arguments.add(name + "=" + value));
            }
        }
        return new ConfigFile(config, arguments, environment);
    }
}
