package io.sluice.controlplane.labels;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.NearestName;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;

/// Labels that the operator writes once, for every service that does not write its own.
public final class DefaultLabels {

    /// Those that mean the same for every service. The rest says who a service is, or opens something to somebody.
    private static final Set<String> ALLOWED = Set.of(
            LabelNames.BALANCE,
            LabelNames.COMPRESS,
            LabelNames.EJECT_BY_RATE,
            LabelNames.ERROR_PAGE,
            LabelNames.FAIL_TIMEOUT,
            LabelNames.HEALTH_INTERVAL,
            LabelNames.HEALTH_STATUS,
            LabelNames.HEALTH_TIMEOUT,
            LabelNames.HSTS,
            LabelNames.IP_ALLOW,
            LabelNames.MAINTENANCE_PAGE,
            LabelNames.MAX_BODY,
            LabelNames.MAX_FAILS,
            LabelNames.MAX_REQUESTS,
            LabelNames.RATE_LIMIT,
            LabelNames.RATE_LIMIT_BURST,
            LabelNames.RETRIES,
            LabelNames.RETRY_ON,
            LabelNames.SLOW_START,
            LabelNames.TIMEOUT_CONNECT,
            LabelNames.TIMEOUT_IDLE,
            LabelNames.TIMEOUT_DRAIN,
            LabelNames.TIMEOUT_REQUEST);

    /// Any of them is a service's own word on how its tasks are picked.
    private static final Set<String> PICKING =
            Set.of(LabelNames.BALANCE, LabelNames.IP_HASH, LabelNames.STICKY, LabelNames.STICKY_SESSION_COOKIE);

    private DefaultLabels() {}

    /// What is wrong with a label as a default; empty: nothing.
    ///
    /// @param position where it is written
    public static List<ConfigError> check(String name, String value, String position) {
        if (!ALLOWED.contains(name)) {
            return List.of(new ConfigError(
                    Severity.ERROR,
                    "no-default-label",
                    "",
                    name,
                    position,
                    "no label of this name can be given for all services",
                    NearestName.hint(name, ALLOWED, "see the README for those that can")));
        }
        Map<String, Label> labels = Map.of(
                Label.PREFIX + LabelNames.HOSTS, new Label("default.example", ""),
                Label.PREFIX + LabelNames.PORT, new Label("80", ""),
                Label.PREFIX + name, new Label(value, position));
        return errors(LabelParser.read(probe(labels))).stream()
                .filter(error -> error.label().equals(Label.PREFIX + name))
                .filter(error -> !error.code().equals("no-effect"))
                .map(DefaultLabels::ofFile)
                .toList();
    }

    /// A service's own labels, and the defaults that they leave open.
    ///
    /// @param own by name, without the prefix
    static Map<String, String> merge(Map<String, String> own, Map<String, String> defaults) {
        Map<String, String> all = new TreeMap<>(defaults);
        boolean picks = PICKING.stream().anyMatch(own::containsKey);
        if (picks || "vip".equals(own.get(LabelNames.BACKEND_MODE))) {
            all.remove(LabelNames.BALANCE);
        }
        all.putAll(own);
        return all;
    }

    private static Service probe(Map<String, Label> labels) {
        return new Service(
                "default",
                "default",
                0,
                Instant.EPOCH,
                labels,
                Service.EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(),
                Service.UpdateState.NONE);
    }

    private static List<ConfigError> errors(LabelReading reading) {
        return switch (reading) {
            case LabelReading.Silent() -> List.of();
            case LabelReading.Refused refused -> refused.errors();
            case LabelReading.Accepted accepted -> accepted.errors();
        };
    }

    /// A wrong default would spoil every service, so it counts as an error whatever a service's label does.
    private static ConfigError ofFile(ConfigError error) {
        return new ConfigError(
                Severity.ERROR, error.code(), "", error.label(), error.position(), error.message(), error.hint());
    }
}
