package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "services",
        description = "Services that ask for traffic, and what became of each.",
        footer = {
            "",
            "Examples:",
            "  sluice services",
            "  sluice services -o json",
            "  sluice services --admin 127.0.0.1:9901 -o yaml"
        })
final class ServicesCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            "services",
            new Column("SERVICE", "service"),
            new Column("STATE", "state"),
            new Column("MODE", "mode"),
            new Column("ENDPOINTS", "endpoints"),
            new Column("NETWORK", "network"),
            new Column("HOSTS", "hosts"),
            new Column("PATH", "path"),
            new Column("REDIRECTS", "redirects"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.print(admin.read("/api/v1/services", List.of()), TABLE);
        return 0;
    }
}
