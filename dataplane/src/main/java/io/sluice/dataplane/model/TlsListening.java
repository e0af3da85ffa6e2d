package io.sluice.dataplane.model;

import java.util.List;

/// Where clients connect with TLS.
///
/// @param addresses none: nowhere
/// @param identities who has the certificates
public record TlsListening(List<ListenAddress> addresses, TlsOptions options, IdentitySource identities) {

    /// Nowhere.
    public static final TlsListening NONE = new TlsListening(List.of(), TlsOptions.DEFAULT, IdentitySource.NONE);

    public TlsListening {
        addresses = List.copyOf(addresses);
    }
}
