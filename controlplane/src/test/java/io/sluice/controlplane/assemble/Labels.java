package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

import io.sluice.controlplane.labels.AuthService;
import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.labels.Balancing;
import io.sluice.controlplane.labels.HealthCheck;
import io.sluice.controlplane.labels.HostRedirect;
import io.sluice.controlplane.labels.LabelReading;
import io.sluice.controlplane.labels.LabelSet;
import io.sluice.controlplane.labels.TlsWish;
import io.sluice.controlplane.swarm.Service;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.RoutePolicy;

/// Label sets in a few words, for tests that are not about how labels are written.
final class Labels {

    private final List<HostPattern> hosts = new ArrayList<>();
    private final List<HostRedirect> redirects = new ArrayList<>();
    private BackendMode mode = BackendMode.TASK;
    private boolean defaultBackend;
    private String serviceCluster = "";
    private String contextRoot = "/";
    private boolean strips;
    private Optional<AuthService> auth = Optional.empty();
    private RoutePolicy policy = RoutePolicy.NONE;
    private Optional<String> maintenance = Optional.empty();
    private Balancing balancing = Balancing.DEFAULT;
    private Optional<HealthCheck> check = Optional.empty();

    /// On port 8080.
    static Labels hosts(String... hosts) {
        Labels labels = new Labels();
        Arrays.stream(hosts).map(HostPattern::of).forEach(labels.hosts::add);
        return labels;
    }

    Labels vip() {
        mode = BackendMode.VIP;
        return this;
    }

    Labels defaultBackend() {
        defaultBackend = true;
        return this;
    }

    Labels cluster(String name) {
        serviceCluster = name;
        return this;
    }

    Labels path(String path) {
        contextRoot = path;
        return this;
    }

    Labels strip() {
        strips = true;
        return this;
    }

    Labels redirect(String from, String base) {
        return redirect(from, base, 302);
    }

    Labels redirect(String from, String base, int status) {
        redirects.add(new HostRedirect(HostPattern.of(from), base, status));
        return this;
    }

    Labels auth(String service, int port) {
        auth = Optional.of(new AuthService(service, port, "/check", List.of("X-User")));
        return this;
    }

    Labels policy(RoutePolicy value) {
        policy = value;
        return this;
    }

    Labels maintenance(String page) {
        maintenance = Optional.of(page);
        return this;
    }

    Labels balancing(UnaryOperator<Balancing> change) {
        balancing = change.apply(balancing);
        return this;
    }

    Labels weight(int weight) {
        return balancing(old -> new Balancing(
                old.policy(),
                old.affinity(),
                OptionalInt.of(weight),
                old.timeouts(),
                old.retries(),
                old.outliers(),
                old.maxRequests(),
                old.slowStart(),
                old.proxyProtocol()));
    }

    Labels check(HealthCheck value) {
        check = Optional.of(value);
        return this;
    }

    LabelSet set() {
        return new LabelSet(
                hosts,
                8080,
                "",
                mode,
                defaultBackend,
                serviceCluster,
                contextRoot,
                strips,
                redirects,
                auth,
                Optional.empty(),
                policy,
                maintenance,
                balancing,
                TlsWish.NONE,
                check);
    }

    /// What services are read as; others are silent.
    static final class Book {

        private final Map<String, LabelReading> readings = new HashMap<>();

        Book accepted(String service, Labels labels) {
            readings.put(service, new LabelReading.Accepted(labels.set(), List.of()));
            return this;
        }

        Book refused(String service, String... hosts) {
            readings.put(
                    service,
                    new LabelReading.Refused(
                            Arrays.stream(hosts).map(HostPattern::of).toList(), BackendMode.TASK, List.of()));
            return this;
        }

        LabelReading read(Service service) {
            return readings.getOrDefault(service.name(), new LabelReading.Silent());
        }
    }
}
