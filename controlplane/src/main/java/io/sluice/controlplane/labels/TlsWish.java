package io.sluice.controlplane.labels;

import java.util.Optional;

import io.sluice.dataplane.model.ClientCertificates.Demand;
import io.sluice.dataplane.model.ClientCertificates.Told;
import io.sluice.dataplane.model.UpstreamProtocol;

/// What a service's labels say of TLS, and of the protocol that its tasks speak. Secrets are named, not found yet.
///
/// @param only plain requests are led to TLS
/// @param upstream empty: tasks are spoken to over plain TCP
public record TlsWish(ClientSide clients, boolean only, Optional<Upstream> upstream, UpstreamProtocol.Http http) {

    public static final TlsWish NONE =
            new TlsWish(new ClientSide.Plain(), false, Optional.empty(), UpstreamProtocol.Http.HTTP1);

    /// What becomes of clients' TLS connections.
    public sealed interface ClientSide {

        /// There are none.
        record Plain() implements ClientSide {}

        /// The tasks have them.
        record Passthrough() implements ClientSide {}

        /// They end at the proxy.
        ///
        /// @param key empty: in the secret of the certificate
        /// @param authority of clients' certificates; empty: none are asked for
        /// @param told what tasks are told of them
        record Terminate(String certificate, String key, Demand demand, String authority, Told told)
                implements ClientSide {}
    }

    /// TLS to the tasks.
    ///
    /// @param authority empty: those that the Java runtime trusts
    /// @param name in the tasks' certificates; empty: the first of the service's hosts
    public record Upstream(boolean verify, String authority, String name) {}

    public boolean isPassthrough() {
        return clients instanceof ClientSide.Passthrough;
    }
}
