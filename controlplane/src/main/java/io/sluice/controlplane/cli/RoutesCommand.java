package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "routes",
        description = "What is routed now: host and path to cluster, redirect or maintenance page.",
        footer = {
            "",
            "Examples:",
            "  sluice routes",
            "  sluice routes -o json",
            "  sluice routes --admin 127.0.0.1:9901 -o yaml"
        })
final class RoutesCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            "routes",
            new Column("HOST", "host"),
            new Column("PATH", "path"),
            new Column("OVER", "over"),
            new Column("ACTION", "action"),
            new Column("TO", "to"),
            new Column("RULES", "rules"),
            new Column("REQUESTS", "requests"),
            new Column("NAME", "name"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.print(admin.read("/api/v1/routes", List.of()), TABLE);
        return 0;
    }
}
