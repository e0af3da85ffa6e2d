package io.sluice.controlplane.certs;

import io.sluice.controlplane.config.ConfigError.Severity;

/// What is wrong with a certificate or its key, or will be.
///
/// @param severity [Severity#ERROR]: it is not used, or clients will refuse it
/// @param ofKey it is about the key's file, not the certificate's
/// @param message names the file
public record CertificateProblem(Severity severity, String code, boolean ofKey, String message, String hint) {}
