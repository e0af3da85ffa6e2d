package io.sluice.controlplane.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lint`: advice on what is deployed, or would be.
@Command(
        name = "lint",
        description = "Gives advice on the services of a stack file, or of a swarm that runs; exit 1 when there is some"
                + " beyond notices.",
        footer = {"", "Examples:", "  sluice lint stack.yml", "  sluice lint --docker", "  sluice lint --docker -o json"
        })
final class LintCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "A stack file")
    private @Nullable Path file;

    @Option(
            names = "--docker",
            paramLabel = "HOST",
            arity = "0..1",
            fallbackValue = "",
            description = "The swarm of this engine, a manager; without HOST that of DOCKER_HOST, or the local one")
    private @Nullable String docker;

    @Mixin
    private Output output = new Output();

    private final Jobs jobs;

    LintCommand(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public Integer call() {
        return ValidateCommand.print(output, jobs.lint(source()), "nothing to advise");
    }

    private Source source() {
        if ((file == null) == (docker == null)) {
            throw new CommandException("lint takes a stack file or --docker", "sluice lint stack.yml");
        }
        if (docker != null) {
            return new Source.Docker(docker.isEmpty() ? Optional.empty() : Optional.of(docker));
        }
        if (file == null || !Files.isReadable(file)) {
            throw new CommandException("cannot read " + file, "name a stack file that exists and may be read");
        }
        return new Source.Compose(file);
    }
}
