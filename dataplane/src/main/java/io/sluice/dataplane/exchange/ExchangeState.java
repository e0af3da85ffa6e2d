package io.sluice.dataplane.exchange;

/// Where a request stands.
enum ExchangeState {
    /// Between requests.
    IDLE,
    /// Somebody else decides whether it may pass: the password verifier, or another service.
    CHECKING,
    /// Routed; a connection to an endpoint is being opened.
    CONNECTING,
    /// Sent, or being sent; no final response head yet.
    WAITING,
    /// The response head has gone to the client: from here on there is no other answer.
    RESPONDING,
    /// Upgraded: the connection belongs to a tunnel.
    TUNNEL
}
