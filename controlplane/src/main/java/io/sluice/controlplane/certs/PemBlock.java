package io.sluice.controlplane.certs;

/// What stands between a BEGIN and an END line (RFC 7468).
///
/// @param label `CERTIFICATE`, `PRIVATE KEY`, …
/// @param encrypted a key that needs a password, in the form that OpenSSL had before PKCS#8 (RFC 1421, 4.6)
@SuppressWarnings("ArrayRecordComponent") // may be a secret, never compared
record PemBlock(String label, byte[] der, boolean encrypted) {

    static final String CERTIFICATE = "CERTIFICATE";

    boolean isCertificate() {
        return label.equals(CERTIFICATE) || label.equals("X509 CERTIFICATE") || label.equals("TRUSTED CERTIFICATE");
    }

    boolean isPrivateKey() {
        return label.endsWith("PRIVATE KEY");
    }

    /// Says nothing of the content.
    @Override
    public String toString() {
        return "PemBlock[" + label + ", " + der.length + " bytes]";
    }
}
