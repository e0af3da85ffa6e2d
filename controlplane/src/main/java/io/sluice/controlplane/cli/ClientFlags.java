package io.sluice.controlplane.cli;

import java.time.Duration;

import io.sluice.dataplane.model.DownstreamTimeouts;
import picocli.CommandLine.Option;

/// Flags that say how long clients may take, and how much they may send at once.
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

    DownstreamTimeouts timeouts() {
        return new DownstreamTimeouts(head, body, keepAlive);
    }

    @SuppressWarnings("NullAway") // picocli writes null where there is no default
    HeaderBuffers buffers() {
        return buffers == null ? HeaderBuffers.DEFAULT : buffers;
    }
}
