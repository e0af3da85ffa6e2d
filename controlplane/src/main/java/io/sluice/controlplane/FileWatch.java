package io.sluice.controlplane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells when a file has changed, or somebody asks for it to be read. One job on a virtual thread.
///
/// The file is looked at every second, for a bind mount and a replaced directory send no events.
final class FileWatch implements AutoCloseable {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    private final Path file;
    private final Runnable changed;
    private final Semaphore asked = new Semaphore(0);
    private final Thread job;

    private FileWatch(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.job = Thread.ofVirtual().name("file-watch").unstarted(this::run);
    }

    /// @param changed is run at once, too: the file may have changed since it was read first
    static FileWatch start(Path file, Runnable changed) {
        FileWatch watch = new FileWatch(file, changed);
        watch.job.start();
        return watch;
    }

    /// As if it had changed.
    void look() {
        asked.release();
    }

    @Override
    public void close() {
        job.interrupt();
    }

    private void run() {
        String seen = "";
        try {
            while (!Thread.currentThread().isInterrupted()) {
                String stamp = stamp(file);
                if (!stamp.equals(seen)) {
                    seen = stamp;
                    changed.run();
                }
                if (asked.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    asked.drainPermits();
                    LOG.info("reading {}, for it was asked for", file);
                    seen = "";
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("watch of {} stopped", file);
        }
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException e) {
            return "absent";
        }
    }
}
