package io.sluice.controlplane.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "latency",
        description = "Percentiles per route and cluster, in microseconds.",
        footer = {
            "",
            "A route's latency runs from the end of the request head to the end of the response,",
            "a cluster's from the hand-over to an endpoint to its response head.",
            "",
            "Examples:",
            "  sluice latency",
            "  sluice latency --interval 10s",
            "  sluice latency --hgrm > latency.hgrm      # for HdrHistogram's plotter"
        })
final class LatencyCommand implements Callable<Integer> {

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            defaultValue = "",
            description = "Only the last part, in steps of 5 s, at most 10 m. Default: since start")
    private String interval = "";

    @Option(names = "--hgrm", description = "The percentile distribution of HdrHistogram instead of a table")
    private boolean hgrm;

    @Override
    public Integer call() {
        List<Map.Entry<String, String>> query = new ArrayList<>();
        if (!interval.isEmpty()) {
            query.add(Map.entry("interval", interval));
        }
        if (hgrm) {
            query.add(Map.entry("format", "hgrm"));
            spec.commandLine().getOut().print(admin.readText("/latency", query));
            spec.commandLine().getOut().flush();
            return 0;
        }
        JsonNode document = admin.read("/latency", query);
        List<String> lines = new ArrayList<>(table("routes", "ROUTE", "route").lines(document));
        lines.add("");
        lines.addAll(table("clusters", "CLUSTER", "cluster").lines(document));
        output.print(document, lines, true);
        return 0;
    }

    private static Table table(String list, String title, String field) {
        return new Table(
                list,
                new Column(title, field),
                new Column("COUNT", "count"),
                new Column("P50", "p50"),
                new Column("P90", "p90"),
                new Column("P99", "p99"),
                new Column("P99.9", "p99.9"),
                new Column("P99.99", "p99.99"),
                new Column("MAX", "max"));
    }
}
