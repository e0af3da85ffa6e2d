package io.sluice.controlplane.cli;

import java.nio.file.Path;

/// What the flags say about certificates and sessions.
///
/// @param certDirectory where secrets lie, each in a file of its name
/// @param ticketSecret what the keys of session tickets are derived from
public record TlsSettings(Path certDirectory, TicketSecret ticketSecret) {

    public static final TlsSettings DEFAULT = new TlsSettings(Path.of("/run/secrets"), TicketSecret.NONE);

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
