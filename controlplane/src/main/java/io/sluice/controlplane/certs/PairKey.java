package io.sluice.controlplane.certs;

/// Which files make an identity.
///
/// @param key the same file where it holds both
record PairKey(SecretFile certificate, SecretFile key) {}
