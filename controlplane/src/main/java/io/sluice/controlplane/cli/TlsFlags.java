package io.sluice.controlplane.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.cli.TlsSettings.TicketSecret;
import io.sluice.dataplane.model.ListenAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Flags about certificates.
final class TlsFlags {

    @Option(
            names = "--https",
            paramLabel = "ADDR:PORT[+proxy-protocol]",
            split = ",",
            converter = Converters.TlsAddress.class,
            defaultValue = "${env:SLUICE_HTTPS:-0.0.0.0:8443}",
            description = "Where clients connect with TLS; repeatable; as --http; 'none': nowhere."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_HTTPS, comma-separated]")
    private List<Optional<ListenAddress>> https = new ArrayList<>();

    @Option(
            names = "--cert-dir",
            paramLabel = "DIRECTORY",
            defaultValue = "${env:SLUICE_CERT_DIR:-/run/secrets}",
            description = "Where the secrets are that ssl_* labels name, each in a file of its name; followed."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_CERT_DIR]")
    private Path certDirectory = TlsSettings.DEFAULT.certDirectory();

    @Option(
            names = "--ticket-key-file",
            paramLabel = "FILE",
            converter = Converters.TicketKeyFile.class,
            defaultValue = "${env:SLUICE_TICKET_KEY_FILE}",
            description =
                    "The secret that keys of TLS session tickets are derived from; the same for all replicas, which"
                            + " then resume each other's sessions. Default: a random one [SLUICE_TICKET_KEY_FILE]")
    private @Nullable TicketSecret ticketSecret;

    TlsSettings settings() {
        return new TlsSettings(
                https.stream().flatMap(Optional::stream).toList(),
                certDirectory,
                ticketSecret == null ? TicketSecret.NONE : ticketSecret);
    }
}
