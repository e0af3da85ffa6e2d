package io.sluice.controlplane.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.sluice.controlplane.codec.CodecException;
import io.sluice.controlplane.codec.RecordCodec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One value on disk: the schema and the digest of what follows, in hexadecimal digits, and its bytes. A virtual
/// thread of its own writes, once a second at the most.
public final class StateFile<T> implements AutoCloseable {

    /// Larger files are none of ours.
    public static final long MAX_BYTES = 512L * 1024 * 1024;

    static final int DIGEST = 64;

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final long WARNING_GAP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(StateFile.class);

    private final StateForm<T> form;
    private final Path file;
    private final AtomicReference<@Nullable T> newest = new AtomicReference<>();
    private final Thread writer;
    private long warnedAtNanos = System.nanoTime() - WARNING_GAP_NANOS; // writer
    private final CountDownLatch closing = new CountDownLatch(1);

    private StateFile(StateForm<T> form, Path directory) {
        this.form = form;
        this.file = directory.resolve(form.file());
        this.writer = Thread.ofVirtual().name("state-file").unstarted(this::writeNewest);
    }

    public static <T> StateFile<T> in(Path directory, StateForm<T> form) {
        StateFile<T> file = new StateFile<>(form, directory);
        file.writer.start();
        return file;
    }

    /// Empty when there is none, or one that cannot be used: then the log says why.
    public Optional<T> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(form.reader().apply(content()));
        } catch (IOException | CodecException e) {
            LOG.warn("the {} {} is ignored: {}", form.what(), file, e.getMessage());
            return Optional.empty();
        }
    }

    private byte[] content() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 2 * DIGEST) {
            throw new IOException("it is cut off");
        }
        String head = new String(bytes, 0, 2 * DIGEST, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(bytes, 2 * DIGEST, bytes.length);
        if (!RecordCodec.digest(body).equals(head.substring(DIGEST))) {
            throw new IOException("it is damaged");
        }
        if (!head.startsWith(form.schema())) {
            throw new IOException("another version of this program wrote it");
        }
        return body;
    }

    /// Does not wait.
    public void write(T value) {
        newest.set(value);
        LockSupport.unpark(writer);
    }

    /// What is waiting is written.
    @Override
    public void close() {
        closing.countDown();
        LockSupport.unpark(writer);
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeNewest() {
        boolean isClosing = false;
        while (!isClosing) {
            T value = newest.get();
            if (value == null) {
                LockSupport.park(this);
            } else {
                tryWrite(value);
            }
            isClosing = value == null ? closing.getCount() == 0 : awaitClosing();
        }
        T last = newest.get();
        if (last != null) {
            tryWrite(last);
        }
    }

    private boolean awaitClosing() {
        try {
            return closing.await(PACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// What cannot be written is tried again.
    private void tryWrite(T value) {
        try {
            store(form.writer().apply(value));
            newest.compareAndSet(value, null);
        } catch (IOException e) {
            long now = System.nanoTime();
            if (now - warnedAtNanos >= WARNING_GAP_NANOS) {
                warnedAtNanos = now;
                LOG.warn("the {} cannot be written, and is served all the same: {}", form.what(), e.toString());
            }
        }
    }

    private void store(byte[] body) throws IOException {
        byte[] head = (form.schema() + RecordCodec.digest(body)).getBytes(StandardCharsets.US_ASCII);
        PrivateFile.replace(file, head, body);
    }
}
