package io.sluice.controlplane.labels;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.dataplane.model.HostPattern;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.UpstreamProtocol;

/// Reads the labels of one service: pure, total, and bounded whatever the labels say.
public final class LabelParser {

    static final int MAX_LABELS = 200;
    static final int MAX_BYTES = 16 * 1024;

    private final Service service;
    private final Map<String, String> defaults;
    private final ServiceReport report;

    private LabelParser(Service service, Map<String, String> defaults) {
        this.service = service;
        this.defaults = defaults;
        this.report = new ServiceReport(service);
    }

    public static LabelReading read(Service service) {
        return read(service, Map.of());
    }

    /// @param defaults by name, as [DefaultLabels#check] found them good
    public static LabelReading read(Service service, Map<String, String> defaults) {
        return new LabelParser(service, defaults).read();
    }

    private LabelReading read() {
        SortedMap<String, String> ours = Dialects.ours(service);
        if (ours.isEmpty()) {
            return new LabelReading.Silent();
        }
        if (isOverBudget(ours)) {
            return new LabelReading.Refused(List.of(), BackendMode.TASK, errors());
        }
        LabelReader labels =
                new LabelReader(DefaultLabels.merge(new Dialects(service, report).read(), defaults), report);
        labels.names().forEach(this::checkName);
        return reading(labels);
    }

    private boolean isOverBudget(Map<String, String> labels) {
        if (labels.size() > MAX_LABELS) {
            report.error(
                    "too-many-labels",
                    "",
                    labels.size() + " labels are for Sluice, the limit is " + MAX_LABELS,
                    "remove labels; the service is not routed");
            return true;
        }
        long bytes = 0;
        for (Map.Entry<String, String> entry : labels.entrySet()) {
            bytes += size(entry.getKey()) + size(entry.getValue());
        }
        if (bytes > MAX_BYTES) {
            report.error(
                    "labels-too-large",
                    "",
                    "the labels that are for Sluice take " + bytes + " bytes, the limit is " + MAX_BYTES,
                    "shorten the labels; the service is not routed");
            return true;
        }
        return false;
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private void checkName(String name) {
        if (LabelTable.isApplied(name)) {
            return;
        }
        Optional<String> consequence = LabelTable.notApplied(name);
        if (consequence.isPresent()) {
            report.warning("not-applied", name, "the label is known but not applied yet", consequence.get());
            return;
        }
        report.warning("unknown-label", name, "no label of this name exists", LabelTable.hint(name));
    }

    /// Everything is read before the service is judged, so that all its faults are told at once.
    private LabelReading reading(LabelReader labels) {
        List<HostPattern> hosts = new HostsLabel(labels).read();
        RedirectsLabel redirects = new RedirectsLabel(labels, hosts);
        redirects.read();
        List<HostPattern> served = redirects.servedHosts();
        RoutingLabels routing = new RoutingLabels(labels);
        AccessLabels access = new AccessLabels(labels);
        BackendMode mode = routing.mode();
        boolean defaultBackend = labels.isTrue(LabelNames.DEFAULT_BACKEND);
        TlsWish tls = new TlsLabels(labels).read();
        LabelSet set = new LabelSet(
                served,
                routing.port(),
                routing.network(),
                mode,
                defaultBackend,
                routing.serviceCluster(),
                routing.contextRoot(),
                routing.stripContextRoot(),
                redirects.redirects(),
                access.forwardAuth(),
                access.usersFile(),
                policy(labels, access, routing),
                new ContentLabels(labels).maintenance(),
                new BalancingLabels(labels).read(mode),
                tls,
                healthCheck(labels, tls));

        boolean asks = !served.isEmpty() || defaultBackend;
        checkPresence(labels, asks);
        return !asks || !labels.has(LabelNames.PORT) || labels.isRefused()
                ? new LabelReading.Refused(served, mode, errors())
                : new LabelReading.Accepted(set, errors());
    }

    private static RoutePolicy policy(LabelReader labels, AccessLabels access, RoutingLabels routing) {
        FieldLabels fields = new FieldLabels(labels);
        ContentLabels content = new ContentLabels(labels);
        return new RoutePolicy(
                fields.request(),
                fields.response(),
                access.allowedClients(),
                access.basicAuth(),
                null,
                access.rateLimit(),
                new CorsLabels(labels).read(),
                content.compression(),
                content.maxBodyBytes(),
                content.errorPage(),
                routing.websocketPrefixes());
    }

    /// Checks speak HTTP/1.1 over plain TCP; whoever speaks something else would never pass one.
    private static Optional<HealthCheck> healthCheck(LabelReader labels, TlsWish tls) {
        Optional<HealthCheck> check = new HealthLabels(labels).read();
        if (tls.isPassthrough() || (tls.upstream().isEmpty() && tls.http() == UpstreamProtocol.Http.HTTP1)) {
            return tls.isPassthrough() ? Optional.empty() : check;
        }
        if (check.isPresent()) {
            labels.noEffect(
                    LabelNames.HEALTH_PATH,
                    "checks speak plain HTTP/1.1, and the tasks do not",
                    "remove it; tasks that refuse connections are left out all the same");
        }
        return Optional.empty();
    }

    /// What is there but wrong has been reported already, so only absence is reported here.
    private void checkPresence(LabelReader labels, boolean asks) {
        boolean hasPort = labels.has(LabelNames.PORT);
        boolean hasHosts = labels.has(LabelNames.HOSTS);
        if (!hasPort && (asks || hasHosts)) {
            report.error(
                    "missing-port",
                    LabelNames.PORT,
                    "the label is missing",
                    "add " + Label.PREFIX + "port with the number that the container listens on" + othersToo());
        }
        if (!asks && !hasHosts) {
            report.error(
                    "missing-hosts",
                    LabelNames.HOSTS,
                    "the service has labels of ours, but neither hosts nor default_backend=true",
                    "add " + Label.PREFIX + "hosts" + (hasPort ? "" : " and " + Label.PREFIX + "port") + othersToo());
        }
    }

    /// One label of today would turn off those of an older dialect.
    private String othersToo() {
        boolean speaksToday = service.labels().keySet().stream().anyMatch(key -> key.startsWith(Label.PREFIX));
        return speaksToday ? "" : ", and write the other labels as they are today, too";
    }

    private List<ConfigError> errors() {
        return report.errors().stream().sorted(ConfigError.ORDER).toList();
    }
}
