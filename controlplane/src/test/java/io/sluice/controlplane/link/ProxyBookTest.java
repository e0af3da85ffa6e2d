package io.sluice.controlplane.link;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProxyBookTest {

    private final ProxyBook book = new ProxyBook(() -> Instant.EPOCH);
    private final List<String> served = new ArrayList<>();

    @BeforeEach
    void listen() {
        book.onServed(served::add);
    }

    @Test
    void tellsWhenTheLastProxyServesTheLatestSnapshot() {
        connect("a", 1);
        connect("b", 2);
        book.onPublished("one");

        serve("a", "one", 1);
        assertThat(served).isEmpty();
        serve("b", "one", 2);
        serve("b", "one", 2);

        assertThat(served).containsExactly("one");
    }

    @Test
    void doesNotWaitForProxiesThatLeft() {
        connect("a", 1);
        connect("b", 2);
        book.onPublished("one");
        serve("a", "one", 1);

        book.onDisconnected("b", 2);

        assertThat(served).containsExactly("one");
    }

    @Test
    void anOlderSnapshotIsNotTheLatest() {
        connect("a", 1);
        book.onPublished("one");
        book.onPublished("two");

        serve("a", "one", 1);

        assertThat(served).isEmpty();
    }

    @Test
    void nobodyServesWhereNobodyIsConnected() {
        connect("a", 1);
        book.onPublished("one");

        book.onDisconnected("a", 1);

        assertThat(served).isEmpty();
    }

    private void connect(String name, long connection) {
        book.onConnected(name, "127.0.0.1:1", new Message.Hello(1, 1, "s", "build", "nio", 1, ""), connection);
    }

    private void serve(String name, String id, long connection) {
        book.onStatus(name, new Message.Status(id, 1, ""), connection);
    }
}
