package io.sluice.controlplane.deploy;

import java.util.Collection;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A spec as the Engine API's `ServiceSpec`: laid over what is there, so that what is not ours stays.
final class SpecWriter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    /// Readable by the image's own user.
    private static final int SECRET_MODE = 0444;

    private SpecWriter() {}

    /// @param base is changed
    static ObjectNode write(ProxySpec spec, ObjectNode base) {
        base.put("Name", spec.name());
        base.set("Labels", map(spec.labels()));
        ObjectNode task = base.withObjectProperty("TaskTemplate");
        container(spec.container(), task.withObjectProperty("ContainerSpec"));
        ObjectNode placement = task.withObjectProperty("Placement");
        placement.set("Constraints", list(spec.constraints()));
        ArrayNode preferences = JSON.arrayNode();
        spec.preferences()
                .forEach(label ->
                        preferences.addObject().withObjectProperty("Spread").put("SpreadDescriptor", label));
        placement.set("Preferences", preferences);
        ArrayNode networks = JSON.arrayNode();
        spec.networks().forEach(id -> networks.addObject().put("Target", id));
        task.set("Networks", networks);
        base.remove("Networks");
        base.set("Mode", mode(spec));
        base.set("EndpointSpec", endpoint(spec));
        update(spec.update(), base.withObjectProperty("UpdateConfig"));
        return base;
    }

    private static void container(ProxySpec.Container container, ObjectNode node) {
        node.put("Image", container.image());
        node.set("Args", list(container.arguments()));
        node.set("Env", list(container.environment()));
        node.set("Labels", map(container.labels()));
        node.put("StopSignal", container.stopSignal());
        node.put("StopGracePeriod", container.stopGrace().toNanos());
        node.put("ReadOnly", container.hardened());
        node.set("CapabilityDrop", container.hardened() ? JSON.arrayNode().add("ALL") : JSON.arrayNode());
        ArrayNode secrets = JSON.arrayNode();
        for (ProxySpec.Secret secret : container.secrets()) {
            ObjectNode reference = secrets.addObject();
            reference.put("SecretID", secret.id()).put("SecretName", secret.name());
            reference
                    .withObjectProperty("File")
                    .put("Name", secret.file())
                    .put("UID", "0")
                    .put("GID", "0")
                    .put("Mode", SECRET_MODE);
        }
        node.set("Secrets", secrets);
        ObjectNode privileges = node.withObjectProperty("Privileges");
        if (container.seccomp().isPresent()) {
            privileges
                    .putObject("Seccomp")
                    .put("Mode", "custom")
                    .put("Profile", container.seccomp().get());
        } else {
            privileges.remove("Seccomp");
        }
        if (privileges.isEmpty()) {
            node.remove("Privileges");
        }
    }

    private static ObjectNode mode(ProxySpec spec) {
        ObjectNode mode = JSON.objectNode();
        if (spec.replicas().isPresent()) {
            mode.putObject("Replicated").put("Replicas", spec.replicas().getAsInt());
        } else {
            mode.putObject("Global");
        }
        return mode;
    }

    private static ObjectNode endpoint(ProxySpec spec) {
        ObjectNode endpoint = JSON.objectNode().put("Mode", "vip");
        ArrayNode ports = endpoint.putArray("Ports");
        for (ProxySpec.Port port : spec.ports()) {
            ports.addObject()
                    .put("Protocol", "tcp")
                    .put("TargetPort", port.target())
                    .put("PublishedPort", port.published())
                    .put("PublishMode", port.mode());
        }
        return endpoint;
    }

    private static void update(ProxySpec.Update update, ObjectNode node) {
        node.put("Parallelism", update.parallelism());
        node.put("Delay", update.delay().toNanos());
        node.put("Order", update.order());
        node.put("FailureAction", update.failureAction());
    }

    private static ObjectNode map(Map<String, String> texts) {
        ObjectNode node = JSON.objectNode();
        texts.forEach(node::put);
        return node;
    }

    private static ArrayNode list(Collection<String> texts) {
        ArrayNode node = JSON.arrayNode();
        texts.forEach(node::add);
        return node;
    }
}
