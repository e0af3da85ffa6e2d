package io.sluice.controlplane.labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names of all labels of ours, without the prefix.
public final class LabelNames {

    public static final String HOSTS = "hosts";
    public static final String PORT = "port";
    public static final String NETWORK = "network";
    public static final String BACKEND_MODE = "backend_mode";
    public static final String DEFAULT_BACKEND = "default_backend";

    /// Port labels: `l4.5432`, `l4.53/udp`.
    private static final String L4 = "l4.";

    private static final List<String> APPLIED = List.of(HOSTS, PORT, NETWORK, BACKEND_MODE, DEFAULT_BACKEND);

    private static final String NO_EFFECT = "the label has no effect; remove it or ignore this warning";

    /// Each with what its absence means to the operator.
    private static final Map<String, String> NOT_APPLIED = Map.ofEntries(
            Map.entry("context_root", "every path of the host is routed to the service"),
            Map.entry("context_root_rewrite", "paths are passed on unchanged"),
            Map.entry("ssl_cert", "TLS is not terminated for the host"),
            Map.entry("ssl_key", "TLS is not terminated for the host"),
            Map.entry("ssl_passthrough", "TLS is not passed through for the host"),
            Map.entry("ssl_only", "plain HTTP is served, not redirected"),
            Map.entry("ssl_backend", "tasks are spoken to in plain HTTP"),
            Map.entry("ssl_backend_tls_verify", "tasks are spoken to in plain HTTP"),
            Map.entry("websocket_endpoints", "nothing is lost: WebSockets are let through on every path"),
            Map.entry("service_cluster", "every proxy serves the service"),
            Map.entry("sticky_session_cookie", "requests go to the tasks in turn"),
            Map.entry("sticky", "requests go to the tasks in turn"),
            Map.entry("ip_hash", "requests go to the tasks in turn"),
            Map.entry("balance", "requests go to the tasks in turn"),
            Map.entry("redirects", "the source hosts are served, not redirected"),
            Map.entry("max_fails", NO_EFFECT),
            Map.entry("fail_timeout", NO_EFFECT),
            Map.entry("weight", "services that share a host share it by their number of tasks"),
            Map.entry("health_path", "tasks are healthy when the engine says so"),
            Map.entry("health_interval", "tasks are healthy when the engine says so"),
            Map.entry("health_timeout", "tasks are healthy when the engine says so"),
            Map.entry("health_status", "tasks are healthy when the engine says so"),
            Map.entry("slow_start", "a new task gets its full share at once"),
            Map.entry("retries", "a request is retried only when it could not be sent"),
            Map.entry("retry_on", "a request is retried only when it could not be sent"),
            Map.entry("timeout_connect", "the proxy's own time-outs hold"),
            Map.entry("timeout_request", "the proxy's own time-outs hold"),
            Map.entry("timeout_idle", "the proxy's own time-outs hold"),
            Map.entry("max_body", "the proxy's own limits hold"),
            Map.entry("max_requests", "the proxy's own limits hold"),
            Map.entry("protocol", "tasks are spoken to in HTTP/1.1"));

    private static final String L4_NOT_APPLIED = "no TCP or UDP port is opened for the service";

    private static final List<String> ALL = all();

    private LabelNames() {}

    static boolean isApplied(String name) {
        return APPLIED.contains(name);
    }

    /// What it means that a known label is not applied; empty for an applied or unknown one.
    static Optional<String> notApplied(String name) {
        if (name.startsWith(L4)) {
            return Optional.of(L4_NOT_APPLIED);
        }
        return Optional.ofNullable(NOT_APPLIED.get(name));
    }

    static List<String> known() {
        return ALL;
    }

    private static List<String> all() {
        List<String> names = new ArrayList<>(APPLIED);
        names.addAll(NOT_APPLIED.keySet());
        return names.stream().sorted().toList();
    }
}
