package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Serves what a Docker Swarm or a Compose file describes, until SIGTERM or SIGINT.",
        footer = {
            "",
            "Examples:",
            "  sluice run --docker",
            "  sluice run --docker=tcp://127.0.0.1:2375 --http :80",
            "  sluice run --compose stack.yml --http 127.0.0.1:8080 --http '[::1]:8080'"
        })
final class RunCommand implements Runnable {

    @ArgGroup(multiplicity = "1", heading = "Where services are described (one of):%n")
    private Described described = new Described();

    @Mixin
    private ProxyOptions options = new ProxyOptions();

    private final Jobs jobs;

    RunCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public void run() {
        jobs.run(options.settings(), described.source());
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

        Source source() {
            if (compose != null) {
                return new Source.Compose(compose);
            }
            return new Source.Docker(Optional.ofNullable(docker).filter(host -> !host.isEmpty()));
        }
    }
}
