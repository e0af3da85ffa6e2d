package io.sluice.controlplane.labels;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service.Label;

/// The labels of Interlock 1, `interlock.*`. It read them from containers; here they count where they are on services.
final class InterlockOneLabels {

    private static final String HOST_NAME = "hostname";
    private static final String DOMAIN = "domain";
    private static final String ALIAS = "alias_domain";

    /// Those that have only been renamed, or not even that.
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("port", LabelNames.PORT),
            Map.entry("network", LabelNames.NETWORK),
            Map.entry("context_root", LabelNames.CONTEXT_ROOT),
            Map.entry("context_root_rewrite", LabelNames.CONTEXT_ROOT_REWRITE),
            Map.entry("ip_hash", LabelNames.IP_HASH),
            Map.entry("ssl_only", LabelNames.SSL_ONLY),
            Map.entry("ssl_backend", LabelNames.SSL_BACKEND),
            Map.entry("ssl_backend_tls_verify", LabelNames.SSL_BACKEND_TLS_VERIFY),
            Map.entry("ssl_cert", LabelNames.SSL_CERT),
            Map.entry("ssl_cert_key", LabelNames.SSL_KEY));

    private static final Map<String, String> ALGORITHMS = Map.of(
            "roundrobin", "round_robin",
            "static-rr", "round_robin",
            "leastconn", "least_request",
            "source", "ip_hash");

    private final SortedMap<String, String> labels;
    private final OldDialect dialect;

    private InterlockOneLabels(SortedMap<String, String> labels, OldDialect dialect) {
        this.labels = labels;
        this.dialect = dialect;
    }

    /// Whether the label names a host.
    static boolean isHost(String key) {
        return switch (withoutNumber(key.substring(Label.INTERLOCK_1.length()))) {
            case HOST_NAME, DOMAIN, ALIAS -> true;
            default -> false;
        };
    }

    /// @param labels values by key, at least one
    static Map<String, String> translate(SortedMap<String, String> labels, OldDialect dialect) {
        InterlockOneLabels translation = new InterlockOneLabels(labels, dialect);
        translation.addHost();
        labels.forEach((key, value) -> translation.add(key, key.substring(Label.INTERLOCK_1.length()), value));
        return dialect.translated(labels.firstKey());
    }

    /// The host is `hostname.domain`; either may be absent.
    private void addHost() {
        String name = labels.getOrDefault(Label.INTERLOCK_1 + HOST_NAME, "").strip();
        String domain = labels.getOrDefault(Label.INTERLOCK_1 + DOMAIN, "").strip();
        if (!name.isEmpty() || !domain.isEmpty()) {
            String dot = name.isEmpty() || domain.isEmpty() ? "" : ".";
            String key = Label.INTERLOCK_1 + (name.isEmpty() ? DOMAIN : HOST_NAME);
            dialect.append(LabelNames.HOSTS, name + dot + domain, ",", key);
        }
    }

    private void add(String key, String name, String value) {
        switch (withoutNumber(name)) {
            case HOST_NAME, DOMAIN -> {}
            case "ssl" -> {} // ssl_cert says it
            case ALIAS -> dialect.append(LabelNames.HOSTS, value, ",", key);
            case "websocket_endpoint" -> dialect.append(LabelNames.WEBSOCKET_ENDPOINTS, value, ",", key);
            case "balance_algorithm" -> addAlgorithm(key, value);
            case "health_check" -> addHealthCheck(key, value);
            case "health_check_interval" ->
                dialect.put(LabelNames.HEALTH_INTERVAL, Values.isDecimal(value) ? value + "ms" : value, key);
            default -> addSame(key, name, value);
        }
    }

    private void addSame(String key, String name, String value) {
        String today = SAME.get(name);
        if (today == null) {
            dialect.leaveOut(key, "the label has no successor", "remove it; see the label table in the README");
            return;
        }
        dialect.put(today, value, key);
    }

    private void addAlgorithm(String key, String value) {
        String policy = ALGORITHMS.get(value.strip());
        if (policy == null) {
            dialect.leaveOut(
                    key,
                    Printable.quoted(value) + " has no successor: requests go to the tasks in turn",
                    "choose one of " + Label.PREFIX + LabelNames.BALANCE);
            return;
        }
        dialect.put(LabelNames.BALANCE, policy, key);
    }

    /// What HAProxy was told: `GET /health`, maybe with a version.
    private void addHealthCheck(String key, String value) {
        Arrays.stream(value.strip().split("\\s+"))
                .filter(word -> word.startsWith("/"))
                .findFirst()
                .ifPresentOrElse(
                        path -> dialect.put(LabelNames.HEALTH_PATH, path, key),
                        () -> dialect.leaveOut(
                                key,
                                Printable.quoted(value) + " names no path to ask for",
                                "write " + Label.PREFIX + LabelNames.HEALTH_PATH + "=/health"));
    }

    /// `alias_domain.2` as `alias_domain`.
    private static String withoutNumber(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && Values.isDecimal(name.substring(dot + 1)) ? name.substring(0, dot) : name;
    }
}
