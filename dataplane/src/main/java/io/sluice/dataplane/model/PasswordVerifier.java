package io.sluice.dataplane.model;

import java.util.function.Consumer;

/// Compares passwords with their hashes somewhere else: that takes a loop's time for a tenth of a second. Any loop may
/// call it; it returns at once.
public interface PasswordVerifier {

    /// Verifies nothing: every route that asks for a password is closed.
    PasswordVerifier NONE = (hash, password, answer) -> false;

    /// @param hash bcrypt
    /// @param password is not changed by the caller any more
    /// @param answer told once, on any thread, whether they belong together
    /// @return false: too many wait already, and nothing will be told
    boolean verify(String hash, byte[] password, Consumer<Boolean> answer);
}
