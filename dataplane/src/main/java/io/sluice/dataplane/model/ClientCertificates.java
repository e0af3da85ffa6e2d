package io.sluice.dataplane.model;

/// Certificates that clients are asked for.
///
/// @param authorities PEM of those who may have signed them, one certificate after another
/// @param told what endpoints are told of them
public record ClientCertificates(Demand demand, String authorities, Told told) {

    /// Nobody is asked.
    public static final ClientCertificates NONE = new ClientCertificates(Demand.NONE, "", Told.NOTHING);

    /// What becomes of clients without one.
    public enum Demand {
        /// They are not asked.
        NONE,
        /// They are served; whoever shows one must show a good one.
        OPTIONAL,
        /// They are refused.
        REQUIRED
    }

    /// What goes on in fields of each request.
    public enum Told {
        NOTHING,
        /// Whether there is one, and its subject, issuer, serial number and fingerprint.
        SUBJECT,
        /// The same, and the certificate as a whole (RFC 9440).
        CERTIFICATE
    }
}
