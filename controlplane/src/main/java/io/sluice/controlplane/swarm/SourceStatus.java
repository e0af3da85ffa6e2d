package io.sluice.controlplane.swarm;

import java.time.Instant;

/// Whether the provider sees its source now.
///
/// @param source for people: `docker unix:///var/run/docker.sock (API 1.44)`, `compose stack.yml`
/// @param fresh false: what is published is the last good state, since `since`
/// @param detail why it is not fresh; empty when it is
public record SourceStatus(String source, boolean fresh, Instant since, String detail) {}
