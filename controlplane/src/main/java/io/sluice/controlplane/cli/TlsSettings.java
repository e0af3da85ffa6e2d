package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.List;

import io.sluice.dataplane.model.ListenAddress;

/// What the flags say about TLS.
///
/// @param https where clients connect with TLS; none: nowhere
/// @param certDirectory where secrets lie, each in a file of its name
/// @param ticketSecret what the keys of session tickets are derived from
public record TlsSettings(List<ListenAddress> https, Path certDirectory, TicketSecret ticketSecret) {

    public static final TlsSettings DEFAULT = new TlsSettings(List.of(), Path.of("/run/secrets"), TicketSecret.NONE);

    public TlsSettings {
        https = List.copyOf(https);
    }

    /// @param bytes empty: none is given, each process makes its own
    @SuppressWarnings("ArrayRecordComponent") // a secret, never compared
    public record TicketSecret(byte[] bytes) {

        public static final TicketSecret NONE = new TicketSecret(new byte[0]);

        /// Without the secret: it belongs in no log.
        @Override
        public String toString() {
            return "TicketSecret[" + bytes.length + " bytes]";
        }
    }
}
