package io.sluice.controlplane.lint;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.UpstreamTimeouts;

/// The rules. Pure: services in, advice out, sorted.
final class Linter {

    /// More networks of routed services than this are worth a shared one.
    static final int FEW_NETWORKS = 3;

    /// From the moment that a task is to end to its stop signal.
    private static final Duration ENGINE_WAIT = Duration.ofSeconds(2);
    private static final Duration ENGINE_GRACE = Duration.ofSeconds(10);

    private final List<ConfigError> advice = new ArrayList<>();

    private Linter() {}

    static List<ConfigError> lint(List<LintService> services) {
        Linter linter = new Linter();
        List<LintService> routed =
                services.stream().filter(LintService::isRouted).toList();
        routed.forEach(linter::lint);
        linter.hosts(routed);
        linter.networks(routed);
        linter.advice.sort(ConfigError.ORDER);
        return linter.advice;
    }

    private void lint(LintService service) {
        health(service);
        grace(service);
        updates(service);
        mode(service);
        ports(service);
        if (service.networks().size() > 1 && service.label(LabelNames.NETWORK).isEmpty()) {
            add(
                    Severity.WARNING,
                    "lint-which-network",
                    service,
                    LabelNames.NETWORK,
                    "the service is on " + service.networks().size() + " networks, and no label says which one is used",
                    "add the label, so that a new network changes nothing");
        }
    }

    private void health(LintService service) {
        if (!service.healthCheck() && service.label(LabelNames.HEALTH_PATH).isEmpty()) {
            add(
                    Severity.NOTICE,
                    "lint-no-health-check",
                    service,
                    LabelNames.HEALTH_PATH,
                    "a task gets requests as soon as its container runs, ready or not",
                    "add a healthcheck, here or in the image, or the label health_path");
        }
    }

    private void grace(LintService service) {
        Duration drain = GoDuration.parse(service.label(LabelNames.TIMEOUT_DRAIN))
                .orElse(UpstreamTimeouts.DEFAULT.tunnelDrain());
        Duration lives = service.stopGrace().orElse(ENGINE_GRACE).plus(ENGINE_WAIT);
        if (lives.compareTo(drain) < 0) {
            add(
                    Severity.WARNING,
                    "lint-short-grace",
                    service,
                    LabelNames.TIMEOUT_DRAIN,
                    "a task that is to end is killed after " + seconds(lives) + ", before clients of its WebSockets are"
                            + " told to go, after " + seconds(drain),
                    "raise the stop grace period, or lower the label");
        } else if (service.stopGrace().isEmpty()) {
            add(
                    Severity.NOTICE,
                    "lint-default-grace",
                    service,
                    "",
                    "requests that take longer than " + seconds(lives) + " are cut when their task is replaced",
                    "set a stop grace period (--stop-grace-period, stop_grace_period) that fits them");
        }
    }

    private void updates(LintService service) {
        if (service.replicas().equals(Optional.of(1L)) && !service.startFirst()) {
            add(
                    Severity.WARNING,
                    "lint-stop-first",
                    service,
                    "",
                    "its only task ends before the next one starts: each update is an outage",
                    "run two replicas, or set the update order start-first");
        }
    }

    private void mode(LintService service) {
        if (service.dnsrr() && service.label(LabelNames.BACKEND_MODE).equalsIgnoreCase("vip")) {
            add(
                    Severity.WARNING,
                    "lint-dnsrr-vip",
                    service,
                    LabelNames.BACKEND_MODE,
                    "endpoint_mode dnsrr gives the service no virtual IP; its tasks are used",
                    "remove the label, or deploy the service with endpoint_mode vip");
        }
    }

    private void ports(LintService service) {
        if (!service.publishedPorts().isEmpty()) {
            add(
                    Severity.WARNING,
                    "lint-bypass",
                    service,
                    "",
                    "clients reach it past the proxy, on published port"
                            + (service.publishedPorts().size() == 1 ? " " : "s ")
                            + String.join(
                                    ", ",
                                    service.publishedPorts().stream()
                                            .map(String::valueOf)
                                            .toList())
                            + ": without its TLS, rules and limits",
                    "do not publish it, unless its tasks are on no overlay network");
        }
    }

    private void hosts(List<LintService> services) {
        Map<String, List<LintService>> bySite = new TreeMap<>();
        for (LintService service : services) {
            String path = service.label(LabelNames.CONTEXT_ROOT);
            for (String host : service.label(LabelNames.HOSTS).split(",")) {
                if (!host.isBlank()) {
                    bySite.computeIfAbsent(host.strip() + (path.isEmpty() ? "/" : path), site -> new ArrayList<>())
                            .add(service);
                }
            }
        }
        bySite.forEach((site, sharing) -> {
            if (sharing.size() > 1) {
                add(
                        Severity.NOTICE,
                        "lint-shared-host",
                        sharing.getFirst(),
                        LabelNames.HOSTS,
                        Printable.quoted(site) + " is served together by "
                                + String.join(
                                        ", ",
                                        sharing.stream()
                                                .map(service -> Printable.escaped(service.name()))
                                                .toList()),
                        "good for a canary; otherwise give each a host or a context_root of its own");
            }
        });
    }

    private void networks(List<LintService> services) {
        Set<String> all = new HashSet<>();
        services.forEach(service -> all.addAll(service.networks()));
        boolean shared = all.stream()
                .anyMatch(network ->
                        services.stream().allMatch(service -> service.networks().contains(network)));
        if (all.size() > FEW_NETWORKS && !shared) {
            advice.add(new ConfigError(
                    Severity.NOTICE,
                    "lint-many-networks",
                    "",
                    "",
                    "",
                    "routed services are on " + all.size() + " networks, and the proxies have to be on each:"
                            + " a new one restarts them",
                    "make one shared overlay network for all routed services, and put the proxies on it"));
        }
    }

    private void add(Severity severity, String code, LintService service, String label, String message, String hint) {
        String key = label.isEmpty() ? "" : "com.docker.lb." + label;
        advice.add(new ConfigError(severity, code, service.name(), key, "", message, hint));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
