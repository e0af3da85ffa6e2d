package io.sluice.controlplane.cli;

import java.time.Duration;

import io.sluice.dataplane.model.ClientLimits;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import picocli.CommandLine.Option;

/// Flags that say how long clients may take, how much they may send at once, and how many connections they may have.
final class ClientFlags {

    @Option(
            names = "--keepalive-timeout",
            paramLabel = "DURATION",
            converter = Converters.PositiveTime.class,
            defaultValue = "${env:SLUICE_KEEPALIVE_TIMEOUT:-60s}",
            description = "How long a client's connection may wait for its next request. Default: ${DEFAULT-VALUE}"
                    + " [SLUICE_KEEPALIVE_TIMEOUT]")
    private Duration keepAlive = Duration.ZERO;

    @Option(
            names = "--body-timeout",
            paramLabel = "DURATION",
            converter = Converters.PositiveTime.class,
            defaultValue = "${env:SLUICE_BODY_TIMEOUT:-30s}",
            description = "The longest gap in what a client sends of a body, or takes of a response."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_BODY_TIMEOUT]")
    private Duration body = Duration.ZERO;

    @Option(
            names = "--head-timeout",
            paramLabel = "DURATION",
            converter = Converters.PositiveTime.class,
            defaultValue = "${env:SLUICE_HEAD_TIMEOUT:-10s}",
            description = "How long the head of a request may take. Default: ${DEFAULT-VALUE} [SLUICE_HEAD_TIMEOUT]")
    private Duration head = Duration.ZERO;

    @Option(
            names = "--header-buffers",
            paramLabel = "'COUNT SIZE'",
            converter = Converters.Buffers.class,
            defaultValue = "${env:SLUICE_HEADER_BUFFERS}",
            description = "How large a line of a request's head may be, and how many such lines fit into the head,"
                    + " as nginx's large_client_header_buffers. Default: 16k lines, 32k heads"
                    + " [SLUICE_HEADER_BUFFERS]")
    private HeaderBuffers buffers = HeaderBuffers.DEFAULT;

    @Option(
            names = "--connections-per-client",
            paramLabel = "N",
            converter = Converters.Connections.class,
            defaultValue = "${env:SLUICE_CONNECTIONS_PER_CLIENT:-0}",
            description = "Connections that one client address (of IPv6: one /64) may have on each loop; 0: any number."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_CONNECTIONS_PER_CLIENT]")
    private int connectionsPerClient;

    @Option(
            names = "--new-connections-per-client",
            paramLabel = "N",
            converter = Converters.Connections.class,
            defaultValue = "${env:SLUICE_NEW_CONNECTIONS_PER_CLIENT:-0}",
            description = "Connections that one client address (of IPv6: one /64) may open in a second; 0: any number."
                    + " Default: ${DEFAULT-VALUE} [SLUICE_NEW_CONNECTIONS_PER_CLIENT]")
    private int newConnectionsPerClient;

    DownstreamTimeouts timeouts() {
        return new DownstreamTimeouts(head, body, keepAlive);
    }

    ClientLimits limits() {
        return new ClientLimits(orUnlimited(connectionsPerClient), orUnlimited(newConnectionsPerClient));
    }

    private static int orUnlimited(int count) {
        return count == 0 ? Limits.UNLIMITED : count;
    }

    @SuppressWarnings("NullAway") // picocli writes null where there is no default
    HeaderBuffers buffers() {
        return buffers == null ? HeaderBuffers.DEFAULT : buffers;
    }
}
