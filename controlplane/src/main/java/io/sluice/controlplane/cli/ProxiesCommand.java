package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "proxies",
        description = "The proxies of a control plane, and whether they serve its latest snapshot.",
        footer = {
            "",
            "Examples:",
            "  sluice proxies",
            "  sluice proxies -o json",
            "  sluice proxies --admin 127.0.0.1:9901 -o yaml"
        })
final class ProxiesCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            "proxies",
            new Column("NAME", "name"),
            new Column("ADDRESS", "address"),
            new Column("CONNECTED", "connected"),
            new Column("SERVING", "serving"),
            new Column("SINCE", "since"),
            new Column("BEHIND-MS", "behind_ms"),
            new Column("APPLY-US", "apply_us"),
            new Column("BUILD", "build"),
            new Column("ERROR", "error"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        output.print(admin.read("/api/v1/proxies", List.of()), TABLE);
        return 0;
    }
}
