package io.sluice.controlplane.link;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.assemble.CheckTarget;
import io.sluice.controlplane.codec.RecordCodec;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostTls;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.VirtualHost;
import org.jspecify.annotations.Nullable;

/// What a proxy is told: what to serve, and which of its endpoints to check. Hosts and clusters have no order of their
/// own; cut into pieces and joined again, they come in the order of their names.
///
/// @param checks by service and address
public record RemoteConfig(ProxyConfig config, List<CheckTarget> checks) {

    private static final String HOST = "host/";
    private static final String CLUSTER = "cluster/";
    private static final String CHECKS = "checks/";
    private static final String REST = "rest";

    private static final RecordCodec<VirtualHost> HOSTS = RecordCodec.of(VirtualHost.class);
    private static final RecordCodec<Cluster> CLUSTERS = RecordCodec.of(Cluster.class);
    private static final RecordCodec<Checks> CHECK_LISTS = RecordCodec.of(Checks.class);
    private static final RecordCodec<Rest> RESTS = RecordCodec.of(Rest.class);

    /// Pieces of another schema cannot be read.
    static final String SCHEMA =
            RecordCodec.digest(String.join(" ", HOSTS.schema(), CLUSTERS.schema(), CHECK_LISTS.schema(), RESTS.schema())
                    .getBytes(StandardCharsets.US_ASCII));

    private record Checks(List<CheckTarget> targets) {}

    private record Rest(List<Route> defaultRoutes, @Nullable HostTls defaultTls) {}

    public RemoteConfig {
        checks = List.copyOf(checks);
    }

    /// Names of the certificates that it takes to serve it.
    Set<String> identities() {
        Set<String> names = new HashSet<>();
        config.virtualHosts().forEach(host -> addIdentity(host.tls(), names));
        addIdentity(config.defaultTls(), names);
        return names;
    }

    private static void addIdentity(@Nullable HostTls tls, Set<String> names) {
        if (tls instanceof HostTls.Terminate terminate) {
            names.add(terminate.identity());
        }
    }

    Pieces toPieces() {
        Map<String, byte[]> pieces = new HashMap<>();
        config.virtualHosts().forEach(host -> pieces.put(HOST + host.host(), HOSTS.encode(host)));
        config.clusters().forEach(cluster -> pieces.put(CLUSTER + cluster.name(), CLUSTERS.encode(cluster)));
        checksByService()
                .forEach((service, targets) -> pieces.put(CHECKS + service, CHECK_LISTS.encode(new Checks(targets))));
        pieces.put(REST, RESTS.encode(new Rest(config.defaultRoutes(), config.defaultTls())));
        return Pieces.of(pieces);
    }

    private Map<String, List<CheckTarget>> checksByService() {
        Map<String, List<CheckTarget>> byService = new HashMap<>();
        checks.forEach(check -> byService
                .computeIfAbsent(check.service(), _ -> new ArrayList<>())
                .add(check));
        byService.values().forEach(targets -> targets.sort(Comparator.comparing(CheckTarget::endpoint)));
        return byService;
    }

    /// @throws io.sluice.controlplane.codec.CodecException for pieces that are no config
    /// @throws LinkException for pieces that nobody knows
    static RemoteConfig of(Pieces pieces) throws LinkException {
        List<VirtualHost> hosts = new ArrayList<>();
        List<Cluster> clusters = new ArrayList<>();
        List<CheckTarget> checks = new ArrayList<>();
        Rest rest = new Rest(List.of(), null);
        for (Map.Entry<String, byte[]> piece : pieces.bytes().entrySet()) {
            String name = piece.getKey();
            byte[] bytes = piece.getValue();
            if (name.startsWith(HOST)) {
                hosts.add(HOSTS.decode(bytes));
            } else if (name.startsWith(CLUSTER)) {
                clusters.add(CLUSTERS.decode(bytes));
            } else if (name.startsWith(CHECKS)) {
                checks.addAll(CHECK_LISTS.decode(bytes).targets());
            } else if (name.equals(REST)) {
                rest = RESTS.decode(bytes);
            } else {
                throw new LinkException("a piece that is neither host nor cluster");
            }
        }
        return new RemoteConfig(new ProxyConfig(hosts, rest.defaultRoutes(), rest.defaultTls(), clusters), checks);
    }
}
