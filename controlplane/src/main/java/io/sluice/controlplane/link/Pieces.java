package io.sluice.controlplane.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A config cut into parts that change apart: one for each host and each cluster. Its id is a digest of their names and
/// bytes, so that whoever has equal parts has the same id, and a copy can be checked.
final class Pieces {

    static final Pieces NONE = new Pieces(new TreeMap<>());

    private final SortedMap<String, byte[]> byName; // never written to
    private final String id;

    private Pieces(SortedMap<String, byte[]> byName) {
        this.byName = byName;
        this.id = idOf(byName);
    }

    static Pieces of(Map<String, byte[]> pieces) {
        SortedMap<String, byte[]> byName = new TreeMap<>();
        pieces.forEach((name, bytes) -> byName.put(name, bytes.clone()));
        return new Pieces(byName);
    }

    String id() {
        return id;
    }

    /// In the order of names.
    Map<String, byte[]> bytes() {
        return Collections.unmodifiableMap(byName);
    }

    Delta deltaTo(Pieces next) {
        Map<String, byte[]> put = new HashMap<>();
        next.byName.forEach((name, bytes) -> {
            if (!Arrays.equals(bytes, byName.get(name))) {
                put.put(name, bytes);
            }
        });
        List<String> removed = new ArrayList<>();
        for (String name : byName.keySet()) {
            if (!next.byName.containsKey(name)) {
                removed.add(name);
            }
        }
        return new Delta(id, next.id, put, removed);
    }

    /// @throws LinkException when it is for other pieces, or something else comes out than it says
    Pieces with(Delta delta) throws LinkException {
        if (!delta.base().equals(id)) {
            throw new LinkException("a delta for another snapshot");
        }
        SortedMap<String, byte[]> next = new TreeMap<>(byName);
        next.keySet().removeAll(delta.removed());
        delta.put().forEach((name, bytes) -> next.put(name, bytes.clone()));
        Pieces result = new Pieces(next);
        if (!result.id.equals(delta.target())) {
            throw new LinkException("a delta that leads to another snapshot than it says");
        }
        return result;
    }

    private static String idOf(SortedMap<String, byte[]> byName) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byName.forEach((name, bytes) -> {
                byte[] key = name.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(8)
                        .putInt(key.length)
                        .putInt(bytes.length)
                        .flip());
                digest.update(key);
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
