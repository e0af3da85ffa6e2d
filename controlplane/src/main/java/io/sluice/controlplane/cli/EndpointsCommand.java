package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "endpoints",
        description = "Addresses that serve each cluster, and what they do.",
        footer = {
            "",
            "Examples:",
            "  sluice endpoints",
            "  sluice endpoints -o json",
            "  sluice endpoints --admin 127.0.0.1:9901 -o yaml"
        })
final class EndpointsCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            "endpoints",
            new Column("CLUSTER", "cluster"),
            new Column("NAME", "name"),
            new Column("ADDRESS", "address"),
            new Column("STATE", "state"),
            new Column("HEALTH", "health"),
            new Column("IN-FLIGHT", "in_flight"),
            new Column("IDLE", "idle_connections"),
            new Column("REQUESTS", "requests"),
            new Column("FAILURES", "failures"),
            new Column("LAST ERROR", "health_error"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.print(admin.read("/api/v1/endpoints", List.of()), TABLE);
        return 0;
    }
}
