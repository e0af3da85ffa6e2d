package io.sluice.perf.lab;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts a lab for a test class and ends it after the class: a swarm that lost a node or a manager stays disturbed for
/// a minute, and the next class would measure that.
final class LabExtension implements ParameterResolver {
    private static final int NODES = 3;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Lab.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(Namespace.create(LabExtension.class))
                .getOrComputeIfAbsent(Lab.class, type -> Lab.up(NODES), Lab.class);
    }
}
