package io.sluice.dataplane.model;

import java.util.Map;

/// Asks for a user and password (RFC 7617); without a right pair: 401.
///
/// @param realm shown by browsers; printable, without quotes
/// @param hashes bcrypt hash by user
public record BasicAuth(String realm, Map<String, String> hashes) {

    public BasicAuth {
        hashes = Map.copyOf(hashes);
    }

    /// Without the hashes: they belong in no log.
    @Override
    public String toString() {
        return "BasicAuth[realm=" + realm + ", users=" + hashes.size() + "]";
    }
}
