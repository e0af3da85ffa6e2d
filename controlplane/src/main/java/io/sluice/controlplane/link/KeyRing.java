package io.sluice.controlplane.link;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.text.SafeText;
import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates and keys that control planes sent to a proxy: those that the latest config names, and the one before
/// it. Overwritten in memory when let go. Any thread.
public final class KeyRing implements IdentitySource {

    /// Names in one question: the answer stays far below [Frames#SNAPSHOT_BYTES].
    static final int MAX_ASKED = 200;

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    private final boolean endsTls;
    private final Map<String, TlsIdentity> held = new HashMap<>(); // guarded by this
    private final Map<String, String> refused = new HashMap<>(); // guarded by this, why by name
    private final Set<String> answered = new HashSet<>(); // guarded by this, names that need no question now
    private Set<String> wanted = Set.of(); // guarded by this
    private Set<String> before = Set.of(); // guarded by this
    private boolean stored = true; // guarded by this, as they are now

    /// @param endsTls false: nothing is asked for, for there is no listener for TLS
    public KeyRing(boolean endsTls) {
        this.endsTls = endsTls;
    }

    @Override
    public synchronized TlsIdentity load(String name) {
        TlsIdentity identity = held.get(name);
        if (identity == null) {
            throw new IdentityUnavailableException(
                    name, refused.getOrDefault(name, "no control plane has sent it yet"));
        }
        return new TlsIdentity(identity.certificates(), identity.privateKey());
    }

    /// @param names of the config that is to be served next
    synchronized void want(Set<String> names) {
        wanted = endsTls ? Set.copyOf(names) : Set.of();
        refused.keySet().retainAll(wanted);
        answered.clear();
    }

    /// What is wanted and neither here nor refused, at most [#MAX_ASKED] of it.
    synchronized List<String> lacking() {
        List<String> names = new ArrayList<>();
        for (String name : wanted) {
            if (!held.containsKey(name) && !answered.contains(name) && names.size() < MAX_ASKED) {
                names.add(name);
            }
        }
        return names;
    }

    /// What was not asked for is not taken. A name that the answer leaves out is taken as refused, so that nobody asks
    /// in a circle.
    synchronized void onAnswer(List<String> asked, Message.Keys answer) {
        for (String name : asked) {
            answered.add(name);
            TlsIdentity identity = answer.found().get(name);
            if (identity != null && wanted.contains(name)) {
                held.put(name, identity);
                refused.remove(name);
                stored = false;
                continue;
            }
            String reason = SafeText.oneLine(answer.missing().getOrDefault(name, "the control plane does not have it"));
            if (!reason.equals(refused.put(name, reason))) {
                LOG.warn("certificate {} cannot be had, TLS of its hosts is refused: {}", name, reason);
            }
        }
    }

    /// What was refused may be asked for again.
    synchronized void retry() {
        answered.clear();
    }

    /// The config whose names are wanted is served by all loops: what neither it nor the one before names is let go.
    synchronized void onServed() {
        held.entrySet().removeIf(entry -> {
            boolean isUnused = !wanted.contains(entry.getKey()) && !before.contains(entry.getKey());
            if (isUnused) {
                Arrays.fill(entry.getValue().privateKey(), (byte) 0);
                stored = false;
            }
            return isUnused;
        });
        before = wanted;
    }

    /// Those of the disk: what the first config does not name is let go with it.
    synchronized void restore(Map<String, TlsIdentity> identities) {
        if (endsTls) {
            held.putAll(identities);
        }
    }

    /// Unless it has them as they are.
    synchronized void storeIn(KeyFile file) {
        if (!stored) {
            stored = file.write(held);
        }
    }

    /// Says nothing of keys.
    @Override
    public synchronized String toString() {
        return "KeyRing[" + held.size() + " held, " + refused.size() + " refused]";
    }
}
