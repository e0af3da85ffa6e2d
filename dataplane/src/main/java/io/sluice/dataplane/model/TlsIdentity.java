package io.sluice.dataplane.model;

/// Who a server is: its certificates and the private key of the first.
///
/// @param certificates PEM, the leaf first, then those that lead to the root
/// @param privateKey PEM, PKCS#8, not encrypted
@SuppressWarnings("ArrayRecordComponent") // secrets, never compared
public record TlsIdentity(byte[] certificates, byte[] privateKey) {

    public TlsIdentity {
        certificates = certificates.clone();
        privateKey = privateKey.clone();
    }

    /// Says nothing of the key.
    @Override
    public String toString() {
        return "TlsIdentity[" + certificates.length + " bytes of certificates]";
    }
}
