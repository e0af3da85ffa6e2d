package io.sluice.controlplane.cli;

import java.util.List;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.controlplane.cli.Table.Column;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "certs",
        description =
                "Certificates that services name: hosts, issuer, days left, problems; exit 1 when one is unusable.",
        footer = {
            "",
            "Examples:",
            "  sluice certs",
            "  sluice certs -o json | jq '.certificates[] | select(.days_left < 14)'",
            "  sluice certs --admin 127.0.0.1:9901 -o yaml"
        })
final class CertsCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            "certificates",
            new Column("SECRET", "secret"),
            new Column("STATE", "state"),
            new Column("HOSTS", "hosts"),
            new Column("ISSUER", "issuer"),
            new Column("NOT AFTER", "not_after"),
            new Column("DAYS", "days_left"),
            new Column("KEY", "key_type"),
            new Column("SERVICES", "services"),
            new Column("PROBLEMS", "problems"));

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        JsonNode document = admin.read("/api/v1/certs", List.of());
        output.print(document, TABLE);
        return isAnyUnusable(document) ? 1 : 0;
    }

    private static boolean isAnyUnusable(JsonNode document) {
        for (JsonNode certificate : document.path("certificates")) {
            if (certificate.path("state").asText().equals("unusable")) {
                return true;
            }
        }
        return false;
    }
}
