package io.sluice.controlplane.passwords;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class BcryptHashTest {

    private static final String SALT_AND_HASH = "abcdefghijklmnopqrstuv" + "./ABCDEFGHIJKLMNOPQRSTUVWXYZ012";

    @Test
    void tellsTheCost() {
        assertThat(BcryptHash.cost("$2y$05$" + SALT_AND_HASH)).hasValue(5);
        assertThat(BcryptHash.cost("$2a$31$" + SALT_AND_HASH)).hasValue(31);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "$2y$", "$2x$05$" + SALT_AND_HASH, "$2y$05$" + SALT_AND_HASH + "x", "$2y$5$"})
    void othersAreNoHashes(String text) {
        assertThat(BcryptHash.cost(text)).isEmpty();
    }

    @Test
    void costsHaveBounds() {
        assertThat(BcryptHash.isAffordable(3)).isFalse();
        assertThat(BcryptHash.isAffordable(4)).isTrue();
        assertThat(BcryptHash.isAffordable(12)).isTrue();
        assertThat(BcryptHash.isAffordable(13)).isFalse();
    }
}
