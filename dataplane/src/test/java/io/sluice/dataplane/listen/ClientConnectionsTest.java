package io.sluice.dataplane.listen;

import java.net.InetAddress;

import io.sluice.dataplane.http.IpAddress;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// R-LIM-5: connections of one client.
class ClientConnectionsTest {

    private final ClientConnections clients = new ClientConnections(2);

    private static long key(String address) {
        return ClientConnections.keyOf(IpAddress.of(InetAddress.ofLiteral(address)));
    }

    @Test
    void countsAnIpv4AddressAsOneClient() {
        assertThat(clients.tryAdd(key("10.0.0.1"))).isTrue();
        assertThat(clients.tryAdd(key("10.0.0.1"))).isTrue();
        assertThat(clients.tryAdd(key("10.0.0.1"))).isFalse();
        assertThat(clients.tryAdd(key("10.0.0.2"))).isTrue();
    }

    @Test
    void countsTheFirst64BitsOfAnIpv6AddressAsOneClient() {
        assertThat(clients.tryAdd(key("2001:db8:0:1::1"))).isTrue();
        assertThat(clients.tryAdd(key("2001:db8:0:1:ffff::2"))).isTrue();
        assertThat(clients.tryAdd(key("2001:db8:0:1::3"))).isFalse();
        assertThat(clients.tryAdd(key("2001:db8:0:2::1"))).isTrue();
    }

    @Test
    void forgetsClientsThatAreGone() {
        clients.tryAdd(key("10.0.0.1"));
        clients.tryAdd(key("10.0.0.1"));
        clients.remove(key("10.0.0.1"));

        assertThat(clients.tryAdd(key("10.0.0.1"))).isTrue();
        clients.remove(key("10.0.0.1"));
        clients.remove(key("10.0.0.1"));
        assertThat(clients.clientCount()).isZero();
    }
}
