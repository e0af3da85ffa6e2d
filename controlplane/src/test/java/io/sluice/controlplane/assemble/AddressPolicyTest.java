package io.sluice.controlplane.assemble;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AddressPolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"10.0.1.5", "172.20.0.4", "192.168.1.1", "203.0.113.9", "fd00::5", "2001:db8::1"})
    void bothTakeUnicastAddresses(String literal) {
        assertThat(AddressPolicy.SWARM.problem(InetAddress.ofLiteral(literal))).isEmpty();
        assertThat(AddressPolicy.COMPOSE.problem(InetAddress.ofLiteral(literal)))
                .isEmpty();
    }

    /// R-LBL-5: no tenant may point the proxy at its own host or at a cloud's metadata service.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.0.1",
                "::1",
                "::ffff:127.0.0.1",
                "169.254.1.1",
                "169.254.169.254",
                "fe80::1",
                "::10.0.0.1"
            })
    void swarmRefusesTheHostsOwnAddresses(String literal) {
        assertThat(AddressPolicy.SWARM.problem(InetAddress.ofLiteral(literal))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "169.254.1.1", "fe80::1"})
    void composeTakesTheHostsOwnAddresses(String literal) {
        assertThat(AddressPolicy.COMPOSE.problem(InetAddress.ofLiteral(literal)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "239.1.1.1", "ff02::1", "255.255.255.255", "240.0.0.1"})
    void bothRefuseWhatNoConnectionCanGoTo(String literal) {
        assertThat(AddressPolicy.SWARM.problem(InetAddress.ofLiteral(literal))).isPresent();
        assertThat(AddressPolicy.COMPOSE.problem(InetAddress.ofLiteral(literal)))
                .isPresent();
    }
}
