package io.sluice.dataplane;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Fails a test class behind which buffers were left that nobody released. Found by JUnit in all tests of the module,
/// those with sockets too, before any class of Netty makes its leak detector.
public final class LeakGuard implements AfterAllCallback {

    private static final List<String> LEAKS = Collections.synchronizedList(new ArrayList<>());
    private static final long COLLECTION_MILLIS = 5000;

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new RecordingFactory());
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        List<String> leaks = takeLeaks();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaks until the end of " + context.getDisplayName() + ":\n"
                    + String.join("\n", leaks));
        }
    }

    /// What has leaked since the last call.
    static List<String> takeLeaks() throws InterruptedException {
        collectGarbage();
        // Detectors report what they find when the next buffer is tracked.
        ByteBufAllocator.DEFAULT.directBuffer(1).release();
        ByteBufAllocator.DEFAULT.compositeBuffer(1).release();
        synchronized (LEAKS) {
            List<String> taken = List.copyOf(LEAKS);
            LEAKS.clear();
            return taken;
        }
    }

    /// Returns when the references of one whole collection have reached their queues.
    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        WeakReference<Object> sentinel = new WeakReference<>(new Object(), queue);
        System.gc();
        if (queue.remove(COLLECTION_MILLIS) != sentinel) {
            throw new AssertionError("the garbage collector did not run: no leak can be seen");
        }
    }

    private static final class RecordingFactory extends ResourceLeakDetectorFactory {
        @Override
        @SuppressWarnings("deprecation") // the one method that must be there
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int interval, long maxActive) {
            return new Recording<>(resource, interval);
        }
    }

    private static final class Recording<T> extends ResourceLeakDetector<T> {

        Recording(Class<T> resource, int interval) {
            super(resource, interval);
        }

        @Override
        protected boolean needReport() {
            return true;
        }

        @Override
        protected void reportTracedLeak(String resourceType, String records) {
            LEAKS.add(resourceType + " " + records);
        }

        @Override
        protected void reportUntracedLeak(String resourceType) {
            LEAKS.add(resourceType + ", without traces: run with -Dio.netty.leakDetection.level=paranoid");
        }
    }
}
