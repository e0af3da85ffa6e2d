package io.sluice.dataplane.model;

/// What passes, and what is added, in the heads of all messages.
///
/// @param underscores fields with `_` in their names reach endpoints; otherwise they are dropped
/// @param via the proxy adds itself to the Via field of requests and responses (RFC 9110, 7.6.3)
public record HeadOptions(boolean underscores, boolean via) {

    public static final HeadOptions DEFAULT = new HeadOptions(false, false);
}
