package io.sluice.dataplane.model;

/// Certificates that clients are asked for.
///
/// @param authorities PEM of those who may have signed them, one certificate after another
public record ClientCertificates(Demand demand, String authorities) {

    /// Nobody is asked.
    public static final ClientCertificates NONE = new ClientCertificates(Demand.NONE, "");

    /// What becomes of clients without one.
    public enum Demand {
        /// They are not asked.
        NONE,
        /// They are served; whoever shows one must show a good one.
        OPTIONAL,
        /// They are refused.
        REQUIRED
    }
}
