package io.sluice.controlplane.assemble;

import io.sluice.controlplane.certs.CertificateFacts;
import io.sluice.dataplane.model.ClientCertificates;
import io.sluice.dataplane.model.UpstreamProtocol;

/// What a service asks of TLS, with its secrets found.
///
/// @param only plain requests are led to TLS, and never served
record ServiceTls(ClientSide clients, boolean only, UpstreamProtocol protocol) {

    static final ServiceTls NONE = new ServiceTls(new ClientSide.Plain(), false, UpstreamProtocol.PLAIN);

    sealed interface ClientSide {

        /// Asks for nothing.
        record Plain() implements ClientSide {}

        /// Asks for TLS, and its certificate cannot be used; the report says why.
        record Broken() implements ClientSide {}

        record Passthrough() implements ClientSide {}

        /// @param secret that the certificate is in
        record Terminate(String secret, String identity, CertificateFacts facts, ClientCertificates certificates)
                implements ClientSide {}
    }

    boolean isPassthrough() {
        return clients instanceof ClientSide.Passthrough;
    }

    boolean isPlain() {
        return clients instanceof ClientSide.Plain;
    }

    /// Whose certificates it asks for.
    ClientCertificates certificates() {
        return clients instanceof ClientSide.Terminate terminate ? terminate.certificates() : ClientCertificates.NONE;
    }
}
