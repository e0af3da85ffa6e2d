package io.sluice.dataplane.model;

/// Where certificates and keys are. Called on threads that may block, never on a loop, and when a certificate is first
/// needed: with thousands of them, most are not in memory.
@FunctionalInterface
public interface IdentitySource {

    /// Has nothing.
    IdentitySource NONE = name -> {
        throw new IdentityUnavailableException(name, "this proxy has no certificates");
    };

    /// @param name as in [HostTls.Terminate#identity()]
    /// @throws IdentityUnavailableException when it cannot be had now; asked again later
    TlsIdentity load(String name);
}
