package io.sluice.perf.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A running lab: `perf/lab/lab` with its nodes up and the image of the test application loaded.
///
/// Node 1 is the only manager. Closing it removes everything.
final class Lab implements AutoCloseable {
    static final String APP_IMAGE = "127.0.0.1:1/app:dev";
    /// The same application under another name, for updates.
    static final String NEXT_APP_IMAGE = "127.0.0.1:1/app:next";
    static final String SLUICE_IMAGE = "127.0.0.1:1/sluice:dev";

    private final Path repository;
    private boolean sluiceLoaded;

    private Lab(Path repository) {
        this.repository = repository;
    }

    static Lab up(int nodes) {
        var lab = new Lab(Path.of(System.getProperty("sluice.root", ".."))
                .toAbsolutePath()
                .normalize());
        lab.lab("up", String.valueOf(nodes));
        try {
            lab.lab("app");
            return lab;
        } catch (RuntimeException e) {
            lab.close();
            throw e;
        }
    }

    /// Builds the image of Sluice from the jars of this build and loads it on every node, once.
    void loadSluice() {
        if (!sluiceLoaded) {
            run("perf/lab/image/build");
            lab("load", repository.resolve("perf/target/sluice-image.tar").toString());
            sluiceLoaded = true;
        }
    }

    @Override
    public void close() {
        lab("down");
    }

    /// Where the host and the other nodes reach a node.
    String address(int node) {
        return "10.77.0." + node;
    }

    Path socket(int node) {
        return Path.of(lab("sock", String.valueOf(node)));
    }

    String docker(int node, List<String> arguments) {
        var command = new ArrayList<>(List.of("docker", String.valueOf(node)));
        command.addAll(arguments);
        return lab(command.toArray(String[]::new));
    }

    /// Runs a verb of the lab and returns what it printed.
    String lab(String... arguments) {
        var command = new ArrayList<>(List.of("perf/lab/lab"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) {
        try {
            var process = new ProcessBuilder(command)
                    .directory(repository.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", command), e);
        }
    }
}
