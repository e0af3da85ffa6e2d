package io.sluice.perf.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A client that is installed, or is not: then its test fails where changes are judged (the environment has `CI`), and
/// is
/// skipped elsewhere; both say how to get it.
///
/// @param debianPackage that it is in
record Program(String name, String debianPackage) {

    private static final long LIMIT_SECONDS = 60;
    private static final List<Path> FOLDERS =
            List.of(Path.of("/usr/bin"), Path.of("/usr/local/bin"), Path.of("/usr/sbin"), Path.of("/bin"));

    /// What it said, errors included, and how it ended.
    record Ended(int code, String said) {

        /// Its text, of a run that ended well.
        String text() {
            assertThat(code).as(said).isZero();
            return said;
        }
    }

    /// With nothing to read.
    Ended run(List<String> arguments) throws IOException, InterruptedException {
        return run("", arguments);
    }

    /// @param input what it reads, and then the end
    Ended run(String input, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(file().toString()));
        command.addAll(arguments);
        Path read = Files.createTempFile("sluice-client-", ".in");
        Path said = Files.createTempFile("sluice-client-", ".out");
        try {
            Files.writeString(read, input);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(read.toFile())
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail(command + " does not end:\n" + text(said));
            }
            return new Ended(process.exitValue(), text(said));
        } finally {
            Files.delete(read);
            Files.delete(said);
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }

    /// Where it is.
    Path file() {
        for (Path folder : FOLDERS) {
            if (Files.isExecutable(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        String remedy = name + " is not installed: apt-get install " + debianPackage;
        assumeTrue(System.getenv("CI") != null, remedy);
        return fail(remedy);
    }
}
