package io.sluice.controlplane.certs;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the files of a [CertificateStore] on a virtual thread: hears of changes in their directories, and looks at
/// each file now and then, for some file systems tell nobody. Tells of a new view when a file has changed, and every
/// hour,
/// for certificates expire by time alone.
public final class CertificateWatcher implements AutoCloseable {

    /// Between a change and the look at it: whoever writes two files is done with both.
    static final Duration SETTLE = Duration.ofMillis(100);

    /// Between two looks at all files without a call, when there are few.
    static final Duration POLL = Duration.ofMillis(250);

    /// So that looking takes no more than a hundredth of a core.
    private static final Duration POLL_PER_FILE = Duration.ofMillis(1);

    private static final Duration REFRESH = Duration.ofHours(1);
    private static final int MAX_DIRECTORIES = 256;
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatcher.class);

    private final CertificateStore store;
    private final Consumer<CertificateView> views;
    private final Map<Path, WatchKey> directories = new HashMap<>(); // thread
    private final Thread thread;
    private StoredView latest; // thread

    private CertificateWatcher(CertificateStore store, Consumer<CertificateView> views) {
        this.store = store;
        this.views = views;
        this.latest = (StoredView) store.view();
        this.thread = Thread.ofVirtual().name("certificate-watcher").unstarted(this::run);
    }

    /// @param views told at once, and after each change; must not block
    public static CertificateWatcher start(CertificateStore store, Consumer<CertificateView> views) {
        CertificateWatcher watcher = new CertificateWatcher(store, views);
        views.accept(watcher.latest);
        watcher.thread.start();
        return watcher;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try (WatchService service = FileSystems.getDefault().newWatchService()) {
            long lastNanos = System.nanoTime();
            while (true) {
                boolean called = await(service);
                if (called) {
                    Thread.sleep(SETTLE);
                }
                boolean isOld = System.nanoTime() - lastNanos > REFRESH.toNanos();
                if (isOld || store.hasChanged()) {
                    lastNanos = System.nanoTime();
                    renew();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("certificate watcher stopped");
        } catch (IOException e) {
            LOG.error("certificates are not followed: {}", e.toString());
        }
    }

    private void renew() {
        store.retain(latest.asked());
        latest = (StoredView) store.view();
        views.accept(latest);
    }

    private boolean await(WatchService service) throws InterruptedException {
        register(service);
        long files = store.seenFiles().size();
        long millis = Math.clamp(files * POLL_PER_FILE.toMillis(), POLL.toMillis(), 10_000);
        WatchKey key = service.poll(millis, TimeUnit.MILLISECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        if (!key.reset()) {
            directories.values().remove(key);
        }
        return true;
    }

    private void register(WatchService service) {
        for (Path file : store.seenFiles()) {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null && directories.size() < MAX_DIRECTORIES && !directories.containsKey(directory)) {
                tryRegister(directory, service);
            }
        }
    }

    private void tryRegister(Path directory, WatchService service) {
        try {
            directories.put(
                    directory,
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        } catch (IOException e) {
            LOG.debug("{} cannot be watched: {}", directory, e.toString());
        }
    }
}
