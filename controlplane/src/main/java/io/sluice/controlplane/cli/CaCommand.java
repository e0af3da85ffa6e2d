package io.sluice.controlplane.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;

import io.sluice.controlplane.identity.Authority;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "ca",
        description = "Makes the authority of control planes and proxies, or another join token for it.",
        footer = {
            "",
            "Both files are secrets: the authority's is for control planes only, the token for proxies too.",
            "",
            "Examples:",
            "  sluice ca sluice-ca.pem sluice-token",
            "  docker secret create sluice-ca sluice-ca.pem; docker secret create sluice-token sluice-token"
        })
final class CaCommand implements Runnable {

    @Parameters(index = "0", paramLabel = "CA-FILE", description = "The authority: made, unless it is there")
    private Path authorityFile = Path.of("");

    @Parameters(index = "1", paramLabel = "TOKEN-FILE", description = "A new join token; must not be there")
    private Path tokenFile = Path.of("");

    @Override
    public void run() {
        try {
            Authority authority;
            if (Files.exists(authorityFile)) {
                authority = Authority.read(Files.readString(authorityFile), InstantSource.system());
            } else {
                authority = Authority.create(InstantSource.system());
                write(authorityFile, authority.toPem());
            }
            write(tokenFile, authority.newToken().text() + "\n");
        } catch (IOException e) {
            throw new CommandException(
                    "the files cannot be written: " + e, "name files in a directory that you may write to", e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }
    }
}
