package io.sluice.controlplane.compose;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/// Hears of changes to one file from its directory, for editors replace files rather than write them. Only a wake-up
/// call: bind mounts, network file systems and replaced directories change without one, so its owner looks anyway.
final class DirectoryWatch implements AutoCloseable {

    private final Path directory;
    private final Path name;
    private final WatchService service;
    private @Nullable WatchKey key;

    private DirectoryWatch(Path directory, Path name, WatchService service) {
        this.directory = directory;
        this.name = name;
        this.service = service;
    }

    static DirectoryWatch of(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        Path name = absolute.getFileName();
        if (directory == null || name == null) {
            throw new IOException(file + " has no directory to watch");
        }
        return new DirectoryWatch(directory, name, FileSystems.getDefault().newWatchService());
    }

    /// True as soon as something happened to the file; false when the time is over.
    boolean await(Duration timeout) throws InterruptedException {
        registerIfNeeded();
        WatchKey signalled = service.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (signalled == null) {
            return false;
        }
        boolean concerned = signalled.pollEvents().stream().anyMatch(this::concernsFile);
        if (!signalled.reset()) {
            key = null;
        }
        return concerned;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }

    private boolean concernsFile(WatchEvent<?> event) {
        return event.kind().equals(StandardWatchEventKinds.OVERFLOW) || name.equals(event.context());
    }

    /// The directory may be missing, or have been replaced since; then only looking finds changes.
    private void registerIfNeeded() {
        if (key != null) {
            return;
        }
        try {
            key = directory.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException e) {
            key = null;
        }
    }
}
