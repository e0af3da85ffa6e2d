package io.sluice.dataplane.filter;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;

import io.sluice.dataplane.loop.OnLoop;

/// User and password pairs that were found right a while ago, so that the usual request needs no bcrypt. Holds no
/// password but an HMAC under a secret of this loop; of fixed size: a newer pair takes the place of an older one.
@OnLoop
final class VerifiedPairs {

    static final int SLOTS = 1024;

    /// A pair is looked at anew after that time.
    static final long TTL_NANOS = 300_000_000_000L;

    static final int KEY_BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;
    private final byte[][] keys = new byte[SLOTS][];
    private final long[] untilNanos = new long[SLOTS];
    private final byte[] key = new byte[KEY_BYTES];

    VerifiedPairs() {
        byte[] secret = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /// What the pair `[from, to)` is known by; valid until the next call.
    ///
    /// @param realm of the users and hashes that it is compared with
    byte[] key(byte[] realm, byte[] bytes, int from, int to) {
        mac.update(realm);
        mac.update(bytes, from, to - from);
        try {
            mac.doFinal(key, 0);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("a key has " + KEY_BYTES + " bytes", e);
        }
        return key;
    }

    boolean contains(byte[] pair, long nowNanos) {
        int slot = slot(pair);
        byte[] kept = keys[slot];
        return kept != null && MessageDigest.isEqual(kept, pair) && untilNanos[slot] - nowNanos > 0;
    }

    void add(byte[] pair, long nowNanos) {
        int slot = slot(pair);
        keys[slot] = Arrays.copyOf(pair, pair.length);
        untilNanos[slot] = nowNanos + TTL_NANOS;
    }

    private static int slot(byte[] pair) {
        return ((pair[0] & 0xff) | (pair[1] & 0xff) << 8) & (SLOTS - 1);
    }
}
