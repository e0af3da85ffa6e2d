package io.sluice.controlplane.deploy;

import java.util.OptionalInt;

/// Whether HTTP is routed at all, and where it is published: a switch beside the file, which all control planes see.
///
/// @param enabled proxies exist
/// @param http published port; empty: what the file says
/// @param https published port of TLS; empty: what the file says
public record Layer7(boolean enabled, OptionalInt http, OptionalInt https) {

    public static final Layer7 DEFAULT = new Layer7(true, OptionalInt.empty(), OptionalInt.empty());
}
