package io.sluice.controlplane.certs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TicketKeysTest {

    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");
    private static final byte[] SECRET = new byte[32];

    private static List<String> at(TicketKeys keys, Instant now) {
        return keys.at(now).stream().map(HexFormat.of()::formatHex).toList();
    }

    @Test
    void replicasWithTheSameSecretHaveTheSameKeys() {
        assertThat(at(new TicketKeys(SECRET), NOON)).isEqualTo(at(new TicketKeys(SECRET), NOON.plusSeconds(3599)));
        assertThat(at(new TicketKeys(SECRET), NOON))
                .doesNotHaveDuplicates()
                .hasSize(4)
                .allMatch(key -> key.length() == 2 * TicketKeys.KEY_BYTES);
    }

    /// RFC 5869 by hand: extract with a salt of zeros, expand "sluice session ticket 0" to 48 bytes.
    @Test
    void keysAreThoseOfTheRfc() throws Exception {
        byte[] expected = hkdf(SECRET, "sluice session ticket 0");

        assertThat(new TicketKeys(SECRET).at(Instant.EPOCH).getFirst()).isEqualTo(expected);
    }

    private static byte[] hkdf(byte[] secret, String info) throws Exception {
        byte[] extracted = hmac(new byte[32], secret);
        byte[] label = info.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        byte[] first = hmac(extracted, concat(label, new byte[] {1}));
        byte[] second = hmac(extracted, concat(concat(first, label), new byte[] {2}));
        return java.util.Arrays.copyOf(concat(first, second), TicketKeys.KEY_BYTES);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws Exception {
        javax.crypto.Mac mac = javax.crypto.Mac.getInstance("HmacSHA256");
        mac.init(new javax.crypto.spec.SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    @Test
    void ticketsOfTheLastTwoHoursAndOfFastClocksAreRead() {
        TicketKeys keys = new TicketKeys(SECRET);
        String mine = at(keys, NOON).getFirst();

        assertThat(at(keys, NOON.plus(Duration.ofHours(1))))
                .contains(mine)
                .first()
                .isNotEqualTo(mine);
        assertThat(at(keys, NOON.plus(Duration.ofHours(2)))).contains(mine);
        assertThat(at(keys, NOON.minus(Duration.ofHours(1)))).contains(mine);
        assertThat(at(keys, NOON.plus(Duration.ofHours(3)))).doesNotContain(mine);
    }

    @Test
    void withoutASecretEachProcessHasItsOwn() {
        assertThat(at(new TicketKeys(new byte[0]), NOON)).isNotEqualTo(at(new TicketKeys(new byte[0]), NOON));
        assertThat(at(new TicketKeys(SECRET), NOON)).isNotEqualTo(at(new TicketKeys(new byte[] {1}), NOON));
        assertThat(new TicketKeys(SECRET).toString()).isEqualTo("TicketKeys");
    }

    @Test
    void theNextHourIsWaitedFor() {
        assertThat(TicketKeys.untilNext(NOON)).isEqualTo(Duration.ofHours(1));
        assertThat(TicketKeys.untilNext(NOON.plusSeconds(3599))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void keysAreThereFromTheStart() {
        List<List<byte[]>> told = new ArrayList<>();

        TicketRotation.start(new TicketKeys(SECRET), InstantSource.fixed(NOON), told::add)
                .close();

        assertThat(told).hasSize(1);
    }
}
