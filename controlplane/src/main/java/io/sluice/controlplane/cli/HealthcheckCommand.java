package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.sluice.controlplane.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "healthcheck",
        description = "Asks /readyz; exit 0 when ready, 1 when not: for a container's health check.",
        footer = {"", "Examples:", "  sluice healthcheck", "  sluice healthcheck --admin 127.0.0.1:9901"})
final class HealthcheckCommand implements Callable<Integer> {

    @Mixin
    private AdminClient admin = new AdminClient();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        AdminClient.Answer answer = admin.ask("/readyz", List.of());
        spec.commandLine().getOut().println(SafeText.oneLine(answer.body().strip()));
        spec.commandLine().getOut().flush();
        return answer.status() == 200 ? 0 : 1;
    }
}
