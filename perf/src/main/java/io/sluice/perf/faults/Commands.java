package io.sluice.perf.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Programs of the system, run to their end.
final class Commands {

    private Commands() {}

    /// @throws IOException when it fails, with what it said
    static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + said.strip());
        }
    }
}
