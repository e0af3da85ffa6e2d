package io.sluice.dataplane.model;

/// What keeps a client's requests on one endpoint.
public sealed interface Affinity {

    /// Nothing does.
    record None() implements Affinity {}

    /// A cookie that the application sets: a consistent hash of its value. A request without it is balanced.
    record AppCookie(String name) implements Affinity {}

    /// A cookie that the proxy sets: it names an endpoint by its [Endpoint#name()], so that a task which replaces
    /// another in its slot inherits its clients. Signed: a client cannot choose.
    record ProxyCookie(String name) implements Affinity {}
}
