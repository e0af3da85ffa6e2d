package io.sluice.controlplane.link;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.sluice.controlplane.codec.RecordCodec;
import io.sluice.controlplane.state.StateFile;
import io.sluice.controlplane.state.StateForm;

/// The last good snapshot of a proxy on its disk, so that it can serve before any control plane answers. It holds no
/// keys of TLS.
public final class SnapshotFile implements AutoCloseable {

    static final String NAME = "snapshot.sluice";

    private static final RecordCodec<Stored> CODEC = RecordCodec.of(Stored.class);
    private static final StateForm<Pieces> FORM = new StateForm<>(
            NAME,
            "snapshot",
            RemoteConfig.SCHEMA,
            pieces -> CODEC.encode(new Stored(pieces.bytes())),
            bytes -> Pieces.of(CODEC.decode(bytes).pieces()));

    private final StateFile<Pieces> file;

    private record Stored(Map<String, byte[]> pieces) {}

    private SnapshotFile(StateFile<Pieces> file) {
        this.file = file;
    }

    public static SnapshotFile in(Path directory) {
        return new SnapshotFile(StateFile.in(directory, FORM));
    }

    /// Empty when there is none, or one that cannot be used: then the log says why.
    Optional<Pieces> read() {
        return file.read();
    }

    /// Does not wait.
    void write(Pieces pieces) {
        file.write(pieces);
    }

    /// What is waiting is written.
    @Override
    public void close() {
        file.close();
    }
}
