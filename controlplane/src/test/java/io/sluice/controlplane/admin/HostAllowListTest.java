package io.sluice.controlplane.admin;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HostAllowListTest {

    private final HostAllowList loopback = new HostAllowList(InetAddress.ofLiteral("127.0.0.1"));
    private final HostAllowList everywhere = new HostAllowList(InetAddress.ofLiteral("0.0.0.0"));

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "LOCALHOST:9901", "127.0.0.1:9901", "127.8.0.1", "[::1]:9901", "a.localhost:1"})
    void allowsLoopback(String authority) {
        assertThat(loopback.allows(authority)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "10.0.0.1",
                "",
                ":9901",
                "[::1",
                "localhost:99:01",
                "localhost@evil.example",
                "127.1",
                "2130706433",
                "localhost\u0000.evil.example"
            })
    void refusesEverythingElse(String authority) {
        assertThat(loopback.allows(authority)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:9901", "[fd00::1]:9901"})
    void allowsAnyAddressWhenBoundToAll(String authority) {
        assertThat(everywhere.allows(authority)).isTrue();
        assertThat(everywhere.allows("evil.example")).isFalse();
    }
}
