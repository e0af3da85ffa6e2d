package io.sluice.controlplane.certs;

import java.util.Map;

/// What a file of users came to.
public sealed interface UsersReading {

    /// @param hashes bcrypt hash by user, at least one
    record Usable(Map<String, String> hashes) implements UsersReading {

        public Usable {
            hashes = Map.copyOf(hashes);
        }

        /// Without the hashes: they belong in no log.
        @Override
        public String toString() {
            return "Usable[users=" + hashes.size() + "]";
        }
    }

    record Unusable(CertificateProblem problem) implements UsersReading {}
}
