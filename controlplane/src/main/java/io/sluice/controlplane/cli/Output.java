package io.sluice.controlplane.cli;

import java.io.PrintWriter;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The `-o` flag and what it does.
final class Output {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            converter = Converters.Format.class,
            defaultValue = "table",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}")
    private OutputFormat format = OutputFormat.TABLE;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /// Prints the document whole as JSON or YAML, or its rows as a table.
    void print(JsonNode document, Table table) {
        print(document, table.lines(document), true);
    }

    /// @param lines of the table form, already safe
    void print(JsonNode document, List<String> lines, boolean heading) {
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case TABLE -> printLines(out, lines, heading);
            case JSON -> out.println(write(new ObjectMapper(), document));
            case YAML ->
                out.print(write(
                        new ObjectMapper(new YAMLFactory().disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)),
                        document));
        }
        out.flush();
    }

    private void printLines(PrintWriter out, List<String> lines, boolean heading) {
        for (int i = 0; i < lines.size(); i++) {
            boolean bold = heading && i == 0 && colored();
            out.println(bold ? "\u001b[1m" + lines.get(i) + "\u001b[0m" : lines.get(i));
        }
    }

    private boolean colored() {
        return spec.commandLine().getColorScheme().ansi().enabled();
    }

    private static String write(ObjectMapper mapper, JsonNode document) {
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("document cannot be written", e);
        }
    }
}
