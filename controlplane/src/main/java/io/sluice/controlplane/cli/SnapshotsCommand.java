package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "snapshots",
        description = "Publications, newest first: what changed and how long it took.",
        footer = {
            "",
            "Examples:",
            "  sluice snapshots",
            "  sluice snapshots -o json",
            "  sluice snapshots --admin 127.0.0.1:9901 -o yaml"
        })
final class SnapshotsCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            "snapshots",
            new Column("GENERATION", "generation"),
            new Column("AT", "at"),
            new Column("HOSTS", "hosts"),
            new Column("CLUSTERS", "clusters"),
            new Column("ENDPOINTS", "endpoints"),
            new Column("COMPILE-US", "compile_us"),
            new Column("SWAP-US", "swap_us"),
            new Column("CHANGES", "summary"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.print(admin.read("/api/v1/snapshots", List.of()), TABLE);
        return 0;
    }
}
