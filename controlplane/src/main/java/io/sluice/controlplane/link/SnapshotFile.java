package io.sluice.controlplane.link;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
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

/// The last good snapshot of a proxy on its disk, so that it can serve before any control plane answers: the schema and
/// the digest of what follows, in hexadecimal digits, and the pieces. It holds no keys of TLS. A virtual thread
/// of its own writes, once a second at the most.
public final class SnapshotFile implements AutoCloseable {

    static final String NAME = "snapshot.sluice";
    /// Larger files are none of ours.
    static final long MAX_BYTES = 512L * 1024 * 1024;

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final long WARNING_GAP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final int DIGEST = 64;
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final RecordCodec<Stored> CODEC = RecordCodec.of(Stored.class);

    private final Path file;
    private final AtomicReference<@Nullable Pieces> newest = new AtomicReference<>();
    private final Thread writer;
    private long warnedAtNanos = System.nanoTime() - WARNING_GAP_NANOS; // writer
    private final CountDownLatch closing = new CountDownLatch(1);

    private record Stored(Map<String, byte[]> pieces) {}

    private SnapshotFile(Path directory) {
        this.file = directory.resolve(NAME);
        this.writer = Thread.ofVirtual().name("snapshot-file").unstarted(this::writeNewest);
    }

    public static SnapshotFile in(Path directory) {
        SnapshotFile file = new SnapshotFile(directory);
        file.writer.start();
        return file;
    }

    /// Empty when there is none, or one that cannot be used: then the log says why.
    Optional<Pieces> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(parsed());
        } catch (IOException | CodecException e) {
            LOG.warn("the snapshot {} is ignored: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private Pieces parsed() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new LinkException("it is larger than " + MAX_BYTES + " bytes");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length < 2 * DIGEST) {
            throw new LinkException("it is cut off");
        }
        String head = new String(bytes, 0, 2 * DIGEST, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(bytes, 2 * DIGEST, bytes.length);
        if (!RecordCodec.digest(body).equals(head.substring(DIGEST))) {
            throw new LinkException("it is damaged");
        }
        if (!head.startsWith(RemoteConfig.SCHEMA)) {
            throw new LinkException("another version of this program wrote it");
        }
        return Pieces.of(CODEC.decode(body).pieces());
    }

    /// Does not wait.
    void write(Pieces pieces) {
        newest.set(pieces);
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
            Pieces pieces = newest.get();
            if (pieces == null) {
                LockSupport.park(this);
            } else {
                tryWrite(pieces);
            }
            isClosing = pieces == null ? closing.getCount() == 0 : awaitClosing();
        }
        Pieces last = newest.get();
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
    private void tryWrite(Pieces pieces) {
        try {
            store(pieces);
            newest.compareAndSet(pieces, null);
        } catch (IOException e) {
            long now = System.nanoTime();
            if (now - warnedAtNanos >= WARNING_GAP_NANOS) {
                warnedAtNanos = now;
                LOG.warn("the snapshot cannot be written, and is served all the same: {}", e.toString());
            }
        }
    }

    private void store(Pieces pieces) throws IOException {
        byte[] body = CODEC.encode(new Stored(pieces.bytes()));
        byte[] head = (RemoteConfig.SCHEMA + RecordCodec.digest(body)).getBytes(StandardCharsets.US_ASCII);
        Path next = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(next);
        try (FileChannel channel = FileChannel.open(
                next,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            writeAll(channel, head);
            writeAll(channel, body);
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void writeAll(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }
}
