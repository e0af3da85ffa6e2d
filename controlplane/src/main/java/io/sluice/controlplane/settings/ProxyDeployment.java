package io.sluice.controlplane.settings;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The service of an extension's proxies, as the file describes it.
///
/// @param serviceName of the proxies' service
/// @param image empty: that of whoever creates it
/// @param arguments after our own
/// @param labels of the service
/// @param containerLabels of its tasks
/// @param environment `NAME` to value, of its tasks
/// @param constraints as `node.labels.nodetype == loadbalancer`
/// @param preferences node labels to spread over, as `node.labels.zone`
/// @param replicas of all nodes together; ignored when global
/// @param global one per node that the constraints allow
/// @param update how one version of it follows another
public record ProxyDeployment(
        String serviceName,
        String image,
        List<String> arguments,
        Map<String, String> labels,
        Map<String, String> containerLabels,
        Map<String, String> environment,
        List<String> constraints,
        List<String> preferences,
        int replicas,
        boolean global,
        Ports ports,
        Stop stop,
        Update update) {

    public ProxyDeployment {
        arguments = List.copyOf(arguments);
        labels = Map.copyOf(labels);
        containerLabels = Map.copyOf(containerLabels);
        environment = Map.copyOf(environment);
        constraints = List.copyOf(constraints);
        preferences = List.copyOf(preferences);
    }

    /// @param host published on the nodes of its tasks only; else on every node
    /// @param http of plain HTTP; 0: not published
    /// @param https of TLS; 0: not published
    public record Ports(boolean host, int http, int httpTarget, int https, int httpsTarget) {}

    /// @param signal `SIGTERM`
    /// @param grace until it is killed
    public record Stop(String signal, Duration grace) {}

    /// @param delay between tasks
    /// @param parallelism tasks at once; 0: all
    /// @param startFirst a new task runs before the old one stops
    public record Update(Duration delay, int parallelism, boolean startFirst) {}
}
