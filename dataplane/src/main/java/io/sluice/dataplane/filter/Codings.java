package io.sluice.dataplane.filter;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.github.luben.zstd.util.Native;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.model.ContentCoding;

/// Which content codings this host can apply: those of zstd and brotli come with native libraries, which are loaded
/// when a route first asks for them.
final class Codings {

    private static final System.Logger LOG = System.getLogger(Codings.class.getName());

    private Codings() {}

    @AnyThread
    static boolean isAvailable(ContentCoding coding) {
        return switch (coding) {
            case GZIP -> true;
            case ZSTD -> Zstd.AVAILABLE;
            case BROTLI -> Brotli.AVAILABLE;
        };
    }

    private static boolean tell(ContentCoding coding, Throwable problem) {
        LOG.log(
                System.Logger.Level.WARNING,
                "no compression with {0} on this host, routes that ask for it use their other codings: {1}",
                coding.token(),
                problem);
        return false;
    }

    /// Loaded with this class.
    private static final class Zstd {
        static final boolean AVAILABLE = load();

        private static boolean load() {
            try {
                Native.load();
                return true;
            } catch (LinkageError | RuntimeException e) {
                return tell(ContentCoding.ZSTD, e);
            }
        }
    }

    /// Loaded with this class.
    private static final class Brotli {
        static final boolean AVAILABLE = load();

        private static boolean load() {
            try {
                Brotli4jLoader.ensureAvailability();
                return true;
            } catch (LinkageError | RuntimeException e) {
                return tell(ContentCoding.BROTLI, e);
            }
        }
    }
}
