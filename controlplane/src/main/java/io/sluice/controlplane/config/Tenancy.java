package io.sluice.controlplane.config;

/// Whether the services of a swarm trust each other with their hosts.
public enum Tenancy {
    /// They do: services that name the same host share it.
    NONE,
    /// Only those of one stack do; a service of no stack stands for itself. A host belongs to one of them.
    STACK;

    /// As flags and people write it.
    public String text() {
        return switch (this) {
            case NONE -> "none";
            case STACK -> "stack";
        };
    }
}
