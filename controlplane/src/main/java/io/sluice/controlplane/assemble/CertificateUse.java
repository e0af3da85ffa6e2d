package io.sluice.controlplane.assemble;

import java.util.List;
import java.util.Optional;

import io.sluice.controlplane.certs.CertificateFacts;
import io.sluice.controlplane.certs.CertificateProblem;

/// A certificate that services name, for people.
///
/// @param secret its name
/// @param identity in use; empty when it cannot be used
/// @param facts of the one in use
/// @param problems by urgency, as they are now
/// @param services that name it, sorted
public record CertificateUse(
        String secret,
        Optional<String> identity,
        Optional<CertificateFacts> facts,
        List<CertificateProblem> problems,
        List<String> services) {

    public CertificateUse {
        problems = List.copyOf(problems);
        services = List.copyOf(services);
    }
}
