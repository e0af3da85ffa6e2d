package io.sluice.controlplane.link;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.sluice.dataplane.model.IdentityUnavailableException;
import io.sluice.dataplane.model.TlsIdentity;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KeyRingTest {

    private final KeyRing ring = new KeyRing(true);

    private static TlsIdentity identity(int content) {
        return new TlsIdentity(new byte[] {1}, new byte[] {(byte) content});
    }

    private void answer(Message.Keys answer) {
        ring.onAnswer(ring.lacking(), answer);
    }

    @Test
    void lacksWhatItDoesNotHold() {
        ring.want(Set.of("a", "b"));
        answer(new Message.Keys(Map.of("a", identity(7)), Map.of("b", "its secret is gone")));

        assertThat(ring.lacking()).isEmpty();
        assertThat(ring.load("a").privateKey()).containsExactly(7);
        assertThatExceptionOfType(IdentityUnavailableException.class)
                .isThrownBy(() -> ring.load("b"))
                .withMessageContaining("its secret is gone");
    }

    @Test
    void asksAgainForWhatWasRefused() {
        ring.want(Set.of("a"));
        answer(new Message.Keys(Map.of(), Map.of("a", "no such file")));
        assertThat(ring.lacking()).isEmpty();

        ring.retry();

        assertThat(ring.lacking()).containsExactly("a");
        answer(new Message.Keys(Map.of("a", identity(7)), Map.of()));
        assertThat(ring.load("a").privateKey()).containsExactly(7);
    }

    @Test
    void takesNothingThatItDidNotAskFor() {
        ring.want(Set.of("a"));
        answer(new Message.Keys(Map.of("z", identity(7)), Map.of()));

        assertThatExceptionOfType(IdentityUnavailableException.class).isThrownBy(() -> ring.load("z"));
        assertThat(ring.lacking())
                .as("left out is refused, not asked for in a circle")
                .isEmpty();
    }

    @Test
    void overwritesKeysThatNoConfigNames() {
        TlsIdentity old = identity(7);
        ring.want(Set.of("old"));
        answer(new Message.Keys(Map.of("old", old), Map.of()));
        ring.onServed();
        TlsIdentity lent = ring.load("old");
        ring.want(Set.of("new"));
        answer(new Message.Keys(Map.of("new", identity(8)), Map.of()));
        ring.onServed();
        assertThat(ring.load("old").privateKey()).as("handshakes under way").containsExactly(7);

        ring.onServed();

        assertThatExceptionOfType(IdentityUnavailableException.class).isThrownBy(() -> ring.load("old"));
        assertThat(old.privateKey()).containsExactly(0);
        assertThat(lent.privateKey()).as("a copy is its taker's").containsExactly(7);
    }

    @Test
    void asksInBatches() {
        ring.want(
                IntStream.range(0, KeyRing.MAX_ASKED + 5).mapToObj(i -> "n" + i).collect(Collectors.toSet()));
        List<String> first = ring.lacking();

        answer(new Message.Keys(first.stream().collect(Collectors.toMap(name -> name, _ -> identity(7))), Map.of()));

        assertThat(first).hasSize(KeyRing.MAX_ASKED);
        assertThat(ring.lacking()).hasSize(5).doesNotContainAnyElementsOf(first);
    }

    @Test
    void aProxyWithoutTlsAsksForNothing() {
        KeyRing without = new KeyRing(false);

        without.want(Set.of("a"));

        assertThat(without.lacking()).isEmpty();
    }

    @Test
    void saysNothingOfKeys() {
        ring.want(Set.of("a"));
        Message.Keys keys = new Message.Keys(Map.of("a", identity(77)), Map.of());
        answer(keys);

        assertThat(ring + " " + keys).doesNotContain("77");
    }
}
