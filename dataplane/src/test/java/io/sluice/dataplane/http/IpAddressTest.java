package io.sluice.dataplane.http;

import java.net.InetAddress;
import java.util.List;

import io.sluice.dataplane.model.Cidr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IpAddressTest {

    @ParameterizedTest
    @CsvSource({
        "1.2.3.4, 1.2.3.4",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
        "1.2.3.4:5678, 1.2.3.4",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:db8::8:800:200c:417a, 2001:db8::8:800:200c:417a",
        "[2001:db8::1], 2001:db8::1",
        "[2001:db8::1]:443, 2001:db8::1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3::6:7:8, 1:2:3:0:0:6:7:8",
        "FFFF::abcd, ffff::abcd",
        "::ffff:1.2.3.4, 1.2.3.4",
        "64:ff9b::1.2.3.4, 64:ff9b::102:304",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304"
    })
    void readsWhatTheJdkReads(String text, String address) {
        IpAddress parsed = new IpAddress();
        byte[] bytes = Octets.ascii("<" + text + ">");

        assertThat(parsed.parse(bytes, 1, bytes.length - 1)).isTrue();

        IpAddress expected = IpAddress.of(InetAddress.ofLiteral(address));
        assertThat(parsed.high()).isEqualTo(expected.high());
        assertThat(parsed.low()).isEqualTo(expected.low());
        assertThat(parsed.isIpv4()).isEqualTo(address.indexOf(':') < 0);
        String shown = new String(
                bytes,
                parsed.textStart(),
                parsed.textEnd() - parsed.textStart(),
                java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(text).contains(shown);
        assertThat(InetAddress.ofLiteral(shown)).isEqualTo(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "unknown", "_hidden", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1.2.3.4:", "1.2.3.4:x",
                "1.2.3.4:123456", "1.2.3.4 ", "[::1", "[::1]x", "[::1]:", "[1.2.3.4]", "::1::", "1:2:3", "fe80::1%eth0",
                "g::", ":", "12345::", "1.2.3.4, 5.6.7.8", "\"[::1]\""
            })
    void refusesEverythingElse(String text) {
        byte[] bytes = Octets.ascii(text);

        assertThat(new IpAddress().parse(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void networksContainTheirAddresses() {
        TrustedNetworks networks = new TrustedNetworks(
                List.of(Cidr.parse("10.1.0.0/16"), Cidr.parse("fd00:1::/33"), Cidr.parse("1.2.3.4")));

        assertThat(contains(networks, "10.1.255.1")).isTrue();
        assertThat(contains(networks, "10.2.0.1")).isFalse();
        assertThat(contains(networks, "1.2.3.4")).isTrue();
        assertThat(contains(networks, "1.2.3.5")).isFalse();
        assertThat(contains(networks, "fd00:1:7fff::1")).isTrue();
        assertThat(contains(networks, "fd00:1:8000::1")).isFalse();
        assertThat(networks.isEmpty()).isFalse();
    }

    /// A block of one version has no address of the other, as [Cidr#contains] says.
    @Test
    void everyIpv6AddressIsNoIpv4Address() {
        assertThat(contains(new TrustedNetworks(List.of(Cidr.parse("::/0"))), "1.2.3.4"))
                .isFalse();
        assertThat(contains(new TrustedNetworks(List.of(Cidr.parse("0.0.0.0/0"))), "1.2.3.4"))
                .isTrue();
        assertThat(contains(new TrustedNetworks(List.of(Cidr.parse("0.0.0.0/0"))), "::1"))
                .isFalse();
        assertThat(contains(new TrustedNetworks(List.of()), "::1")).isFalse();
    }

    private static boolean contains(TrustedNetworks networks, String address) {
        return networks.contains(IpAddress.of(InetAddress.ofLiteral(address)));
    }
}
