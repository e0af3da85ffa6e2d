package io.sluice.controlplane.certs;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.sluice.controlplane.certs.TestCertificates.combined;
import static io.sluice.controlplane.certs.TestCertificates.replace;
import static org.assertj.core.api.Assertions.assertThat;

class CertificateWatcherIT {

    @TempDir
    Path directory;

    @Test
    void aChangeIsToldWithinASecond() throws InterruptedException {
        Path file = directory.resolve("web");
        replace(file, combined("a.local"));
        CertificateStore store = new CertificateStore(directory, InstantSource.system());
        BlockingQueue<CertificateView> views = new LinkedBlockingQueue<>();
        try (CertificateWatcher watcher = CertificateWatcher.start(store, views::add)) {
            String identity = identity(views.take());
            for (int i = 0; i < 3; i++) {
                replace(file, combined("a.local"));
                CertificateView next = views.poll(1, TimeUnit.SECONDS);
                assertThat(next).as("change " + i).isNotNull();
                assertThat(identity(next)).isNotEqualTo(identity);
                identity = identity(next);
            }
            assertThat(views.poll(600, TimeUnit.MILLISECONDS)).isNull();
            assertThat(watcher).isNotNull();
        }
    }

    private static String identity(CertificateView view) {
        SecretFile file = view.secret("web").orElseThrow();
        return ((PairReading.Usable) view.pair(file, file)).identity();
    }
}
