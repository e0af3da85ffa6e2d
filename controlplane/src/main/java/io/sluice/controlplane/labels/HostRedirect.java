package io.sluice.controlplane.labels;

import io.sluice.dataplane.model.HostPattern;

/// Every request for a host is answered with a redirect to the base, followed by its path and query.
///
/// @param base scheme, authority and maybe a path, without a trailing slash
/// @param status 301, 302, 303, 307 or 308
public record HostRedirect(HostPattern from, String base, int status) {}
