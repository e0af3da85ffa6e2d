package io.sluice.dataplane.snapshot;

import java.nio.charset.StandardCharsets;

import io.sluice.dataplane.model.Endpoint;

/// An endpoint with its number.
public final class CompiledEndpoint {

    private final int index;
    private final String cluster;
    private final Endpoint endpoint;
    private final byte[] infoLine;

    CompiledEndpoint(int index, String cluster, Endpoint endpoint) {
        this.index = index;
        this.cluster = cluster;
        this.endpoint = endpoint;
        infoLine = ("x-upstream-addr: " + endpoint.hostAndPort() + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Dense, and the same in the next generation as long as cluster and address stay.
    public int index() {
        return index;
    }

    public String cluster() {
        return cluster;
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    /// The field line that tells clients which endpoint answered; not to be written to.
    public byte[] infoLine() {
        return infoLine;
    }
}
