package io.sluice.dataplane.filter;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SipHashTest {

    /// The 25th vector of the authors' reference: key 00 to 0f, message 00 to 17.
    @Test
    void agreesWithTheReference() {
        SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

        assertThat(hash.of(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, 0x1716151413121110L))
                .isEqualTo(0xb8ad50c6f649af94L);
    }

    @Test
    void dependsOnItsKey() {
        assertThat(SipHash.random().of(1, 2, 3)).isNotEqualTo(SipHash.random().of(1, 2, 3));
    }
}
