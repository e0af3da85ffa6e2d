package io.sluice.controlplane.assemble;

/// What became of a service that asks for traffic.
enum Outcome {
    ROUTED("routed"),
    /// Routed, and nothing is there to serve it.
    NO_ENDPOINTS("no endpoints"),
    /// Its requests are answered 503, as it wishes.
    MAINTENANCE("maintenance"),
    /// A redirect, its own or another service's, takes all its requests.
    REDIRECTED("redirected"),
    /// Each host it asks for belongs to another tenant.
    CONFLICT("conflict"),
    /// For other proxies to serve.
    OTHER_CLUSTER("other cluster"),
    REFUSED("refused");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /// As people and scripts read it.
    String text() {
        return text;
    }
}
