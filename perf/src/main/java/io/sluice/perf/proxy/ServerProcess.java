package io.sluice.perf.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// A child process that serves until it is closed; what it says goes to a file.
final class ServerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);
    private static final long END_SECONDS = 15;
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> command, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            return new ServerProcess(process, log);
        } catch (IOException e) {
            throw new ProxyException("cannot start " + String.join(" ", command), e);
        }
    }

    /// Waits until the probe gives something.
    <T> T await(Supplier<Optional<T>> probe) {
        long deadline = System.nanoTime() + START.toNanos();
        Optional<T> found = probe.get();
        while (found.isEmpty()) {
            if (!process.isAlive() || System.nanoTime() - deadline > 0) {
                close();
                throw new ProxyException("not ready after a minute, or ended:\n" + said());
            }
            pause();
            found = probe.get();
        }
        return found.get();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProxyException("interrupted while a proxy started", e);
        }
    }

    String said() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException("the log of a process is gone", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
