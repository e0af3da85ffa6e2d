package io.sluice.dataplane.filter;

/// What the checks of a route say of a request.
public enum Verdict {
    PASS,
    /// The client's address is not on the list: 403.
    FORBIDDEN,
    /// More requests than the client may send: 429.
    LIMITED,
    /// A preflight request that is answered here: 204.
    PREFLIGHT,
    /// No user and password, or wrong ones: 401.
    UNAUTHORIZED,
    /// The password is not known yet: to be verified elsewhere.
    VERIFY,
    /// Too many passwords wait to be verified: 503.
    BUSY
}
