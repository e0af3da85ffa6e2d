package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "proxy",
        description = "Serves what control planes decide; needs no Docker. Without a control plane it keeps serving.",
        footer = {
            "",
            "Examples:",
            "  sluice proxy --control tasks.sluice-control:9902 --join-token-file /run/secrets/sluice-token",
            "  sluice proxy --control 10.0.0.1:9902,10.0.0.2:9902 --join-token-file token --state-dir /var/lib/sluice"
        })
final class ProxyCommand implements Runnable {

    /// Of the flags that it shares with `run`: control planes decide what they are about.
    private static final List<String> OF_CONTROL_PLANES =
            List.of("--service-cluster", "--tenancy", "--wildcard-tenants", "--public-https-port", "--cert-dir");

    @Option(
            names = "--control",
            paramLabel = "HOST:PORT",
            split = ",",
            required = true,
            converter = Converters.HostAndPort.class,
            defaultValue = "${env:SLUICE_CONTROL}",
            description = "Control planes; a name stands for all of its addresses; repeatable"
                    + " [SLUICE_CONTROL, comma-separated]")
    private List<String> controlPlanes = new ArrayList<>();

    @Option(
            names = "--join-token-file",
            paramLabel = "FILE",
            required = true,
            defaultValue = "${env:SLUICE_JOIN_TOKEN_FILE}",
            description = "The token that proxies join with [SLUICE_JOIN_TOKEN_FILE]")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = Converters.ProxyName.class,
            defaultValue = "${env:SLUICE_NAME:-}",
            description = "Under which control planes know this proxy. Default: the host's name [SLUICE_NAME]")
    private String name = "";

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Jobs jobs;

    ProxyCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void run() {
        for (String flag : OF_CONTROL_PLANES) {
            if (spec.commandLine().getParseResult().hasMatchedOption(flag)) {
                throw new CommandException(
                        flag + " does nothing here: control planes decide it", "give it to 'sluice control'");
            }
        }
        ProxySettings settings = options.settings();
        jobs.proxy(settings, new JoinSettings(controlPlanes, tokenFile, settings.statePath(), name));
    }
}
