package io.sluice.dataplane.snapshot;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.sluice.dataplane.http.Octets;

/// The secret that makes the cookies which bind clients to endpoints: who does not have it can name no
/// endpoint. Replicas of the proxy share it, else each sends the other's clients elsewhere.
public final class CookieKey {

    public static final int MIN_BYTES = 16;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int RANDOM_BYTES = 32;

    /// Of the code that is sent: 128 bits cannot be guessed, and the cookie stays short.
    private static final int CODE_BYTES = 16;

    private final SecretKeySpec key;

    private CookieKey(byte[] secret) {
        key = new SecretKeySpec(secret, ALGORITHM);
    }

    /// @param secret at least [#MIN_BYTES]; empty: a random one, which no other process has
    public static CookieKey of(byte[] secret) {
        if (secret.length == 0) {
            byte[] random = new byte[RANDOM_BYTES];
            new SecureRandom().nextBytes(random);
            return new CookieKey(random);
        }
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "the key of sticky cookies needs " + MIN_BYTES + " bytes at least, it has " + secret.length);
        }
        return new CookieKey(secret);
    }

    /// One value per endpoint name: an HMAC, so that a value also tells nothing about who runs where.
    ///
    /// @param endpoints names
    byte[][] values(String cluster, String... endpoints) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[][] values = new byte[endpoints.length][];
            for (int i = 0; i < values.length; i++) {
                byte[] code = mac.doFinal(Octets.ascii(cluster + '\0' + endpoints[i]));
                values[i] = Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(code, CODE_BYTES));
            }
            return values;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
