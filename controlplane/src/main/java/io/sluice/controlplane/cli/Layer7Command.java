package io.sluice.controlplane.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.controlplane.text.SafeText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "layer7",
        description = "Shows or turns the switch of HTTP routing: without it, control planes remove their proxies."
                + " All control planes of the service cluster follow, and it outlives them.",
        footer = {
            "",
            "Examples:",
            "  sluice layer7 status",
            "  sluice layer7 disable",
            "  sluice layer7 enable --http-port 80 --https-port 443"
        })
final class Layer7Command implements Runnable {

    private static final String PATH = "/api/v1/layer7";

    /// What to do.
    enum Action {
        STATUS,
        ENABLE,
        DISABLE
    }

    @Parameters(
            paramLabel = "ACTION",
            converter = ActionName.class,
            arity = "0..1",
            defaultValue = "status",
            description = "status, enable or disable. Default: ${DEFAULT-VALUE}")
    private Action action = Action.STATUS;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            converter = Converters.Port.class,
            description = "Where plain HTTP is published from now on. Default: as the control planes' file says")
    private @Nullable Integer http;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            converter = Converters.Port.class,
            description = "Where TLS is published from now on. Default: as the control planes' file says")
    private @Nullable Integer https;

    @Mixin
    private AdminClient client = new AdminClient();

    @Mixin
    private Output output = new Output();

    @Override
    public void run() {
        JsonNode document = switch (action) {
            case STATUS -> client.read(PATH, List.of());
            case ENABLE -> client.change(PATH, query("true"));
            case DISABLE -> client.change(PATH, query("false"));
        };
        output.print(document, List.of(line(document)), false);
    }

    private List<Entry<String, String>> query(String enabled) {
        List<Entry<String, String>> query = new ArrayList<>();
        query.add(Map.entry("enabled", enabled));
        if (http != null) {
            query.add(Map.entry("http", http.toString()));
        }
        if (https != null) {
            query.add(Map.entry("https", https.toString()));
        }
        return query;
    }

    private static String line(JsonNode document) {
        return "layer 7 routing is "
                + (document.path("enabled").asBoolean() ? "enabled" : "disabled")
                + "; http: " + SafeText.oneLine(document.path("http").asText())
                + "; https: " + SafeText.oneLine(document.path("https").asText());
    }

    static final class ActionName implements ITypeConverter<Action> {

        @Override
        public Action convert(String text) {
            return switch (text) {
                case "status" -> Action.STATUS;
                case "enable" -> Action.ENABLE;
                case "disable" -> Action.DISABLE;
                default -> throw new TypeConversionException("'" + text + "' is none of status, enable, disable");
            };
        }
    }
}
