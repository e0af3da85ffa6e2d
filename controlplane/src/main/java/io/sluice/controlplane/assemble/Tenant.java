package io.sluice.controlplane.assemble;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;

/// Whom hosts belong to: a stack, or a service of no stack. The label that names the stack is written by whoever
/// deploys, so tenants are kept apart only where the swarm's operator checks who writes which.
///
/// @param isStack false: `name` is a service's
public record Tenant(boolean isStack, String name) {

    private static final String STACK = "com.docker.stack.namespace";
    private static final String SERVICE_PREFIX = "service:";

    public static Tenant of(Service service) {
        String stack = stack(service);
        return stack.isEmpty() ? new Tenant(false, service.name()) : new Tenant(true, stack);
    }

    /// The stack that a service says it is of; empty for none.
    static String stack(Service service) {
        Label label = service.labels().get(STACK);
        return label == null ? "" : label.value();
    }

    /// As in [io.sluice.controlplane.config.RoutingOptions#wildcardTenants()]. A stack called `service:web` cannot be
    /// written there, so that it cannot pass for the service.
    boolean isNamedBy(String text) {
        return text.startsWith(SERVICE_PREFIX)
                ? !isStack && text.equals(SERVICE_PREFIX + name)
                : isStack && text.equals(name);
    }

    /// For messages.
    @Override
    public String toString() {
        return (isStack ? "stack " : "service ") + Printable.escaped(name);
    }
}
