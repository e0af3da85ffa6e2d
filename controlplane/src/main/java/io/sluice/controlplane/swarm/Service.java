package io.sluice.controlplane.swarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// A Swarm service, or a service of a Compose file.
///
/// @param version the raft index of the last change (`Version.Index`); 0 where there is none
/// @param updatedAt of that change; the epoch where the source keeps no times
/// @param labels service labels (`deploy.labels`), never container labels
/// @param networkIds that its tasks are attached to, without the ingress network
/// @param virtualIps one per network in [EndpointMode#VIP]; empty until the allocator ran
public record Service(
        String id,
        String name,
        long version,
        Instant createdAt,
        Instant updatedAt,
        Map<String, Label> labels,
        EndpointMode endpointMode,
        List<String> networkIds,
        List<VirtualIp> virtualIps,
        List<PublishedPort> ports,
        UpdateState updateState) {

    public Service {
        labels = Map.copyOf(labels);
        networkIds = List.copyOf(networkIds);
        virtualIps = List.copyOf(virtualIps);
        ports = List.copyOf(ports);
    }

    /// Not changed since it was created.
    public Service(
            String id,
            String name,
            long version,
            Instant createdAt,
            Map<String, Label> labels,
            EndpointMode endpointMode,
            List<String> networkIds,
            List<VirtualIp> virtualIps,
            List<PublishedPort> ports,
            UpdateState updateState) {
        this(id, name, version, createdAt, createdAt, labels, endpointMode, networkIds, virtualIps, ports, updateState);
    }

    /// @param position where a person finds it: `stack.yml:12:9`; empty for a service read from the engine
    public record Label(String value, String position) {

        /// What the keys of the labels that Sluice reads start with.
        public static final String PREFIX = "com.docker.lb.";

        /// The HTTP routing mesh of UCP 2: the key itself, or followed by a dot and anything.
        public static final String ROUTING_MESH = "com.docker.ucp.mesh.http";

        /// What the keys of Interlock 1 start with.
        public static final String INTERLOCK_1 = "interlock.";

        /// Whether Sluice reads labels with this key, in today's dialect or an older one.
        public static boolean isOurs(String key) {
            return key.startsWith(PREFIX) || isRoutingMesh(key) || key.startsWith(INTERLOCK_1);
        }

        public static boolean isRoutingMesh(String key) {
            return key.equals(ROUTING_MESH) || key.startsWith(ROUTING_MESH + ".");
        }
    }

    public enum EndpointMode {
        VIP,
        DNSRR
    }

    /// `UpdateStatus.State`, reduced to what polling and draining need.
    public enum UpdateState {
        NONE,
        RUNNING,
        PAUSED,
        COMPLETED
    }
}
