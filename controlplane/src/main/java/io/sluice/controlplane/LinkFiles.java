package io.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

import io.sluice.controlplane.cli.CommandException;
import io.sluice.controlplane.identity.Authority;
import io.sluice.controlplane.identity.IdentityException;
import io.sluice.controlplane.identity.JoinToken;

/// The secrets of control planes and proxies, from their files.
final class LinkFiles {

    private LinkFiles() {}

    static Authority authority(Path file) {
        try {
            return Authority.read(Files.readString(file), InstantSource.system());
        } catch (IOException | IdentityException e) {
            throw unusable("authority", file, e);
        }
    }

    static JoinToken token(Path file) {
        try {
            return JoinToken.parse(Files.readString(file));
        } catch (IOException | IdentityException e) {
            throw unusable("join token", file, e);
        }
    }

    private static CommandException unusable(String what, Path file, Exception cause) {
        return new CommandException(
                "the " + what + " '" + file + "' cannot be used: " + cause.getMessage(),
                "make one with: sluice ca CA-FILE TOKEN-FILE",
                cause);
    }
}
