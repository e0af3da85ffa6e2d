package io.sluice.controlplane.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.controlplane.text.SafeText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "How a request would be routed, without sending it; exit 1 when it would be refused.",
        footer = {
            "",
            "Examples:",
            "  sluice explain http://demo.localhost:8080/ping",
            "  sluice explain http://127.0.0.1:8080/ -H 'Host: demo.localhost'",
            "  sluice explain demo.localhost/ping --client 10.0.0.7 -o json"
        })
final class ExplainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "URL", description = "http://host[:port]/path?query; the scheme may be left out")
    private String url = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header field of the request; repeatable")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--client", paramLabel = "IP", defaultValue = "", description = "The client's address")
    private String client = "";

    @Mixin
    private AdminClient admin = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        List<Map.Entry<String, String>> query = new ArrayList<>();
        query.add(Map.entry("url", url));
        headers.forEach(header -> query.add(Map.entry("header", header)));
        if (!client.isEmpty()) {
            query.add(Map.entry("client", client));
        }
        JsonNode document = admin.read("/api/v1/explain", query);
        output.print(document, lines(document), false);
        return document.path("refusal").asText().isEmpty() ? 0 : 1;
    }

    private static List<String> lines(JsonNode document) {
        List<String> lines = new ArrayList<>();
        add(lines, "host", document.path("host"));
        add(lines, "path", document.path("path"));
        add(lines, "virtual host", document.path("virtual_host"));
        add(lines, "route", document.path("route"));
        add(lines, "path prefix", document.path("path_prefix"));
        add(lines, "redirected", document.path("redirect"));
        add(lines, "cluster", document.path("cluster"));
        add(lines, "endpoint sees", document.path("endpoint_sees"));
        document.path("endpoints")
                .forEach(one -> add(
                        lines,
                        "endpoint",
                        one.path("address"),
                        one.path("name"),
                        one.path("state"),
                        one.path("health"),
                        one.path("health_error")));
        add(lines, "mode", document.path("mode"));
        add(lines, "why this mode", document.path("mode_reason"));
        add(lines, "balance", document.path("balance"));
        add(lines, "refused", document.path("refusal"));
        document.path("nearest").forEach(host -> add(lines, "nearest host", host));
        JsonNode asked = document.path("client");
        add(lines, "client", asked.path("address"));
        add(lines, "forwarded-for", asked.path("x_forwarded_for"));
        document.path("headers_without_effect").forEach(name -> add(lines, "no effect", name));
        add(lines, "generation", document.path("generation"));
        return lines;
    }

    private static void add(List<String> lines, String name, JsonNode... values) {
        StringBuilder text = new StringBuilder();
        for (JsonNode value : values) {
            text.append(text.isEmpty() ? "" : " ").append(SafeText.oneLine(value.asText()));
        }
        if (!text.isEmpty()) {
            lines.add(String.format("%-14s %s", name, text));
        }
    }
}
