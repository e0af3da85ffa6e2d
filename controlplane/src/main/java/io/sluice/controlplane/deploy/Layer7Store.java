package io.sluice.controlplane.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.controlplane.docker.EngineChange;

/// The switch as the labels of a Docker config, one per service cluster: it outlives control planes, and redeploying
/// their stack does not touch it.
final class Layer7Store {

    static final String CLUSTER_LABEL = "io.sluice.layer7";
    static final String ENABLED_LABEL = "io.sluice.layer7.enabled";
    static final String HTTP_LABEL = "io.sluice.layer7.http";
    static final String HTTPS_LABEL = "io.sluice.layer7.https";

    /// Configs cannot be empty: "see the labels", for those who look.
    private static final String DATA = "c2VlIHRoZSBsYWJlbHM=";

    private Layer7Store() {}

    static EngineChange change(Observation.Switch found, String cluster, Layer7 next) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("Name", "sluice-layer7" + (cluster.isEmpty() ? "" : "." + cluster));
        ObjectNode labels = spec.putObject("Labels");
        labels.put(CLUSTER_LABEL, cluster);
        labels.put(ENABLED_LABEL, Boolean.toString(next.enabled()));
        next.http().ifPresent(port -> labels.put(HTTP_LABEL, Integer.toString(port)));
        next.https().ifPresent(port -> labels.put(HTTPS_LABEL, Integer.toString(port)));
        spec.put("Data", DATA);
        return found.id().isEmpty()
                ? new EngineChange.CreateConfig(spec)
                : new EngineChange.UpdateConfig(found.id(), found.version(), spec);
    }
}
