package io.sluice.controlplane.certs;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// Keys of TLS session tickets, one for each hour, derived from a secret (HKDF, RFC 5869): replicas with the same
/// secret
/// resume each other's sessions without a word between them, and who learns an hour's key learns no other's.
public final class TicketKeys {

    /// Of one key: the name that tickets carry, then what authenticates and what encrypts them.
    public static final int KEY_BYTES = 48;

    static final Duration SPAN = Duration.ofHours(1);
    private static final int SECRET_BYTES = 32;
    private static final String PURPOSE = "sluice session ticket ";

    private final byte[] secret;

    /// @param secret the same for all replicas; empty: a random one, for this process alone
    public TicketKeys(byte[] secret) {
        this.secret = secret.length == 0 ? random() : secret.clone();
    }

    private static byte[] random() {
        byte[] bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /// The hour's own, which makes tickets; then those that are still, or on other clocks already, good: the two hours
    /// before and the next.
    List<byte[]> at(Instant now) {
        long hour = now.getEpochSecond() / SPAN.toSeconds();
        return LongStream.of(hour, hour - 1, hour - 2, hour + 1)
                .mapToObj(this::key)
                .toList();
    }

    private byte[] key(long hour) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(secret)
                            .thenExpand((PURPOSE + hour).getBytes(StandardCharsets.US_ASCII), KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HKDF with SHA-256", e);
        }
    }

    /// Until the next hour begins.
    static Duration untilNext(Instant now) {
        long millis = SPAN.toMillis() - Math.floorMod(now.toEpochMilli(), SPAN.toMillis());
        return Duration.ofMillis(millis);
    }

    /// Without the secret: it belongs in no log.
    @Override
    public String toString() {
        return "TicketKeys";
    }
}
