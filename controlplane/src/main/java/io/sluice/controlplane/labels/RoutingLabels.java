package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.config.Printable;
import org.jspecify.annotations.Nullable;

/// The labels that say where a service's tasks are and which paths of its hosts are theirs. A value that could not be
/// read is answered by a default; whether the service is refused for it, the reader knows.
final class RoutingLabels {

    static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;
    private static final int MAX_NETWORK_LENGTH = 255;
    private static final String ROOT = "/";
    private static final Pattern CLUSTER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}|");

    private final LabelReader labels;

    RoutingLabels(LabelReader labels) {
        this.labels = labels;
    }

    /// 0 when there is none.
    int port() {
        return labels.read(LabelNames.PORT, RoutingLabels::port).orElse(0);
    }

    /// @throws BadValue for anything else
    static int port(String text) {
        if (Values.isDecimal(text) && text.length() <= MAX_PORT_DIGITS) {
            int port = Integer.parseInt(text);
            if (port >= 1 && port <= MAX_PORT) {
                return port;
            }
        }
        throw new BadValue(
                "invalid-port",
                Printable.quoted(text) + " is not a port",
                "write the number that the container listens on, 1 to " + MAX_PORT);
    }

    String network() {
        return labels.read(LabelNames.NETWORK, RoutingLabels::network).orElse("");
    }

    private static String network(String text) {
        if (!text.isEmpty() && text.length() <= MAX_NETWORK_LENGTH) {
            return text;
        }
        throw new BadValue(
                "invalid-network",
                text.isEmpty() ? "is empty" : "is longer than " + MAX_NETWORK_LENGTH + " characters",
                "name a network that the service is on, or remove the label when it is on one only");
    }

    BackendMode mode() {
        return labels.read(LabelNames.BACKEND_MODE, this::mode).orElse(BackendMode.TASK);
    }

    private BackendMode mode(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "task" -> BackendMode.TASK;
            case "vip" -> BackendMode.VIP;
            case "default" -> {
                labels.report()
                        .notice(
                                "old-spelling",
                                LabelNames.BACKEND_MODE,
                                "'default' is an early spelling of 'task', and taken as that",
                                "write 'task' or remove the label");
                yield BackendMode.TASK;
            }
            case "auto" -> BackendMode.AUTO;
            default ->
                throw new BadValue(
                        "invalid-backend-mode",
                        Printable.quoted(text) + " is not a mode",
                        NearestName.hint(text, List.of("task", "vip", "auto"), "write 'task', 'vip' or 'auto'"));
        };
    }

    String serviceCluster() {
        return labels.read(LabelNames.SERVICE_CLUSTER, RoutingLabels::serviceCluster)
                .orElse("");
    }

    private static String serviceCluster(String text) {
        if (CLUSTER_NAME.matcher(text).matches()) {
            return text;
        }
        throw new BadValue(
                "invalid-service-cluster",
                Printable.quoted(text) + " is not the name of a service cluster",
                "write letters, digits, '-', '_' and '.', 63 at most, as the proxy's service cluster does");
    }

    String contextRoot() {
        return labels.read(LabelNames.CONTEXT_ROOT, PathText::prefix).orElse(ROOT);
    }

    boolean stripContextRoot() {
        labels.requires(LabelNames.CONTEXT_ROOT, LabelNames.CONTEXT_ROOT_REWRITE);
        return labels.isTrue(LabelNames.CONTEXT_ROOT_REWRITE);
    }

    /// Null: upgrades are passed on everywhere.
    @Nullable
    List<String> websocketPrefixes() {
        List<String> prefixes = labels.readEach(LabelNames.WEBSOCKET_ENDPOINTS, PathText::prefix);
        Optional<Boolean> strict = labels.read(LabelNames.WEBSOCKET_STRICT, Values::bool);
        if (!strict.orElse(false)) {
            return null;
        }
        if (prefixes.isEmpty()) {
            labels.report()
                    .warning(
                            "no-websockets",
                            LabelNames.WEBSOCKET_STRICT,
                            "no path is listed for WebSockets, so none are passed on",
                            "list their paths in " + LabelNames.WEBSOCKET_ENDPOINTS + ", or remove the label");
        }
        return prefixes;
    }
}
