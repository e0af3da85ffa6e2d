package io.sluice.controlplane.certs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.TlsIdentity;

/// Certificates and keys in files: a directory of secrets, and whatever files a Compose file names. What stays in
/// memory
/// of a certificate is what is public of it; keys are read when the data plane asks, and only those of the identities
/// asked for last are kept, so that a file that goes bad does not take from it what it serves. For any thread.
public final class CertificateStore implements IdentitySource {

    /// Facts that are kept; those that the latest view was not asked for make room.
    static final int MAX_PAIRS = 50_000;

    /// Identities whose keys are kept.
    static final int MAX_KEPT = 256;

    /// Files that are followed; they are learnt anew beyond it.
    private static final int MAX_SEEN = 4 * MAX_PAIRS;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");

    private final Path directory;
    private final InstantSource clock;
    private final Map<PairKey, PairEntry> entries = new ConcurrentHashMap<>();
    private final Map<String, PairKey> identities = new ConcurrentHashMap<>();
    private final Map<Path, FileStamp> seen = new ConcurrentHashMap<>();
    private final Map<String, TlsIdentity> kept = new LinkedHashMap<>(16, 0.75f, true) { // guarded by itself

                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, TlsIdentity> eldest) {
                    return size() > MAX_KEPT;
                }
            };

    /// @param directory of secrets; may not exist
    /// @param clock of the wall
    public CertificateStore(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /// The certificates as they are now.
    public CertificateView view() {
        return new StoredView(this, clock.instant());
    }

    @Override
    public TlsIdentity load(String name) {
        synchronized (kept) {
            TlsIdentity known = kept.get(name);
            if (known != null) {
                return known;
            }
        }
        TlsIdentity read = read(name);
        synchronized (kept) {
            kept.put(name, read);
        }
        return read;
    }

    private TlsIdentity read(String name) {
        PairKey key = identities.get(name);
        if (key == null) {
            throw new IdentityUnavailableException(name, "no such certificate was read");
        }
        try {
            Pair pair = PairEntry.pair(key);
            if (!PairEntry.identity(key, pair.chain().facts()).equals(name)) {
                throw new IdentityUnavailableException(name, "its file has another certificate by now");
            }
            return pair.identity();
        } catch (BadSecret bad) {
            throw new IdentityUnavailableException(name, PairEntry.shown(key.certificate()) + " " + bad.problem());
        } catch (Pair.BadKey bad) {
            throw new IdentityUnavailableException(
                    name, PairEntry.shown(key.key()) + " " + bad.bad().problem());
        }
    }

    Optional<SecretFile> secret(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        Path path = directory.resolve(name);
        see(path);
        return Files.isRegularFile(path) ? Optional.of(new SecretFile(name, path)) : Optional.empty();
    }

    PairReading pair(PairKey key) {
        FileStamp certificate = see(key.certificate().path());
        FileStamp ofKey = see(key.key().path());
        PairEntry entry = entries.compute(key, (same, before) -> {
            if (before != null && before.isOf(certificate, ofKey)) {
                return before;
            }
            PairReading good = before == null ? new PairReading.Unusable(List.of()) : before.reading();
            return PairEntry.read(key, good, clock.instant());
        });
        if (entry.reading() instanceof PairReading.Usable usable) {
            identities.put(usable.identity(), key);
        }
        return entry.reading();
    }

    AuthoritiesReading authorities(SecretFile file) {
        see(file.path());
        return AuthoritiesReader.read(file);
    }

    UsersReading users(SecretFile file) {
        see(file.path());
        return UsersReader.read(file);
    }

    /// Forgets what a view was not asked for, when there is much of it.
    void retain(Set<PairKey> asked) {
        if (entries.size() > MAX_PAIRS) {
            entries.keySet().retainAll(asked);
        }
        if (identities.size() > 2 * MAX_PAIRS) {
            identities.values().retainAll(asked);
        }
    }

    /// Whether a file that was looked at is not as it was then, or when this was last asked.
    boolean hasChanged() {
        if (seen.size() > MAX_SEEN) {
            seen.clear();
        }
        boolean changed = false;
        for (Map.Entry<Path, FileStamp> file : seen.entrySet()) {
            FileStamp now = FileStamp.of(file.getKey());
            changed |= !now.equals(file.setValue(now));
        }
        return changed;
    }

    /// Where files lie that were looked at.
    Set<Path> seenFiles() {
        return Set.copyOf(seen.keySet());
    }

    private FileStamp see(Path path) {
        FileStamp stamp = FileStamp.of(path);
        seen.put(path, stamp);
        return stamp;
    }
}
