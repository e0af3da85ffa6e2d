package io.sluice.perf.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Control planes on the manager, with its engine's socket and a config file: they keep the proxies themselves.
final class ControlService implements AutoCloseable {
    private static final String NAME = "control";
    private static final String NETWORK = "control-net";
    private static final String AUTHORITY = "control-ca";
    private static final String TOKEN = "control-token";

    private final Lab lab;
    private int generation = 1;

    private ControlService(Lab lab) {
        this.lab = lab;
    }

    static ControlService deploy(Lab lab, int replicas, String config) {
        lab.loadSluice();
        var control = new ControlService(lab);
        lab.docker(1, List.of("network", "create", "--driver", "overlay", NETWORK));
        control.createSecrets();
        control.createConfig(config);
        lab.docker(1, control.createCommand(replicas));
        return control;
    }

    private void createSecrets() {
        try {
            var directory = Files.createTempDirectory("sluice-control");
            var authority = directory.resolve(AUTHORITY);
            var token = directory.resolve(TOKEN);
            SplitService.sluice("ca", authority.toString(), token.toString());
            for (var secret : List.of(authority, token)) {
                lab.docker(1, List.of("secret", "create", secret.getFileName().toString(), secret.toString()));
            }
            SplitService.deleteAll(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("secrets of control planes", e);
        }
    }

    private void createConfig(String text) {
        try {
            var file = Files.createTempFile("sluice", ".toml");
            Files.write(file, text.getBytes(UTF_8));
            lab.docker(1, List.of("config", "create", configName(), file.toString()));
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("config of control planes", e);
        }
    }

    private String configName() {
        return "conf-" + generation;
    }

    private List<String> createCommand(int replicas) {
        var socket = lab.socket(1);
        var command = new ArrayList<>(List.of("service", "create", "--detach", "--quiet", "--no-resolve-image"));
        command.addAll(List.of("--name", NAME, "--constraint", "node.role==manager"));
        command.addAll(List.of("--replicas", String.valueOf(replicas), "--network", NETWORK));
        command.addAll(List.of("--env", "SLUICE_JVM_OPTS=-Xmx256m", "--read-only", "--cap-drop", "ALL"));
        command.addAll(List.of("--secret", AUTHORITY, "--secret", TOKEN));
        command.addAll(List.of("--config", "source=" + configName() + ",target=/config.toml"));
        command.addAll(List.of("--mount", "type=bind,src=" + socket.getParent() + ",dst=/engine"));
        command.addAll(List.of("--group", ProxyService.group(socket)));
        command.addAll(List.of(Lab.SLUICE_IMAGE, "control", "--docker=unix:///engine/" + socket.getFileName()));
        command.addAll(List.of("--ca-file", "/run/secrets/" + AUTHORITY, "--join-token-file", "/run/secrets/" + TOKEN));
        return command;
    }

    /// As Interlock's guide does it: another config object, and an update of the service.
    void configure(String text) {
        var before = configName();
        generation++;
        createConfig(text);
        var command = new ArrayList<>(List.of("service", "update", "--detach", "--quiet", "--no-resolve-image"));
        command.addAll(List.of("--config-rm", before));
        command.addAll(List.of("--config-add", "source=" + configName() + ",target=/config.toml", NAME));
        lab.docker(1, command);
    }

    /// Runs the command in one of the control planes.
    String sluice(String... arguments) {
        var container = lab.docker(1, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + NAME))
                .lines()
                .findFirst()
                .orElseThrow();
        var command = new ArrayList<>(List.of("exec", container, "/usr/bin/sluice"));
        command.addAll(List.of(arguments));
        return lab.docker(1, command);
    }

    String logs() {
        return lab.docker(1, List.of("service", "logs", "--raw", "--tail", "80", NAME));
    }

    @Override
    public void close() {
        lab.docker(1, List.of("service", "rm", NAME));
    }
}
