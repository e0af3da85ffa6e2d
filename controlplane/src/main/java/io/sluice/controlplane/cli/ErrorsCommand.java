package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "errors",
        description = "What was refused and why; exit 1 when anything is worse than a notice.",
        footer = {"", "Examples:", "  sluice errors", "  sluice errors -o json | jq '.errors[].hint'"})
final class ErrorsCommand implements Callable<Integer> {

    static final Table TABLE = new Table(
            "errors",
            new Column("SEVERITY", "severity"),
            new Column("CODE", "code"),
            new Column("SERVICE", "service"),
            new Column("LABEL", "label"),
            new Column("POSITION", "position"),
            new Column("MESSAGE", "message"),
            new Column("HINT", "hint"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        JsonNode document = admin.read("/api/v1/errors", List.of());
        output.print(document, TABLE);
        return findings(document) ? 1 : 0;
    }

    /// Notices are worth knowing, not worth failing.
    static boolean findings(JsonNode document) {
        for (JsonNode error : document.path("errors")) {
            if (!error.path("severity").asText().equals("notice")) {
                return true;
            }
        }
        return false;
    }
}
