package io.sluice.dataplane.http;

/// Hashes that are the same in every process: what replicas of the proxy must agree on. No guard against chosen
/// collisions.
public final class StableHash {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private StableHash() {}

    /// Of the bytes `[from, to)`: FNV-1a, whose weak high bits the mixing spreads.
    public static long of(byte[] bytes, int from, int to) {
        long hash = OFFSET;
        for (int i = from; i < to; i++) {
            hash = (hash ^ (bytes[i] & 0xff)) * PRIME;
        }
        return mix(hash);
    }

    /// Every bit of the result depends on every bit of the argument, and no two arguments have one result.
    public static long mix(long value) {
        long mixed = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
