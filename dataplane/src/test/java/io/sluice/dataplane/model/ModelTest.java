package io.sluice.dataplane.model;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ModelTest {

    @Test
    void everyLimitIsMoreThanZero() throws ReflectiveOperationException {
        for (Record limits : List.of(Limits.DEFAULT, Http2Limits.DEFAULT)) {
            RecordComponent[] components = limits.getClass().getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                if (components[i].getType() == int.class) {
                    Object[] values = values(limits, components);
                    values[i] = 0;
                    assertRefused(limits.getClass(), values, components[i].getName() + " must be ");
                }
            }
        }
    }

    /// RFC 9113, 6.9.2: clients may send so much before they hear of another size.
    @Test
    void windowsAreNoSmallerThanClientsBelieve() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Http2Limits(100, 65_534, 65_535, 8, 100, 100, 32))
                .withMessageContaining("streamWindowBytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Http2Limits(100, 65_535, 65_534, 8, 100, 100, 32))
                .withMessageContaining("connectionWindowBytes");
    }

    @Test
    void lowWatermarkIsNotAboveTheHighOne() throws ReflectiveOperationException {
        RecordComponent[] components = Limits.class.getRecordComponents();
        List<String> names =
                Arrays.stream(components).map(RecordComponent::getName).toList();
        Object[] values = values(Limits.DEFAULT, components);
        values[names.indexOf("writeLowBytes")] = 64 * 1024 + 1;

        assertRefused(Limits.class, values, "writeLowBytes must be at most writeHighBytes");
    }

    @Test
    void everyTimeIsMoreThanZeroAndFitsAClock() throws ReflectiveOperationException {
        for (Record timeouts : List.of(DownstreamTimeouts.DEFAULT, UpstreamTimeouts.DEFAULT)) {
            RecordComponent[] components = timeouts.getClass().getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                for (Duration bad : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(366))) {
                    Object[] values = values(timeouts, components);
                    values[i] = bad;
                    assertRefused(timeouts.getClass(), values, components[i].getName() + " must be ");
                }
            }
        }
    }

    private static Object[] values(Record of, RecordComponent[] components) throws ReflectiveOperationException {
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = components[i].getAccessor().invoke(of);
        }
        return values;
    }

    private static void assertRefused(Class<? extends Record> type, Object[] values, String message) {
        Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
                .filter(each -> each.getParameterCount() == values.length)
                .findFirst()
                .orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    try {
                        constructor.newInstance(values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })
                .withMessageContaining(message);
    }

    @Test
    void endpointsHaveAnAddressAndAPort() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint("web.1", InetSocketAddress.createUnresolved("web", 80)))
                .withMessageContaining("web.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Endpoint("web.1", new InetSocketAddress("10.0.0.1", 0)));
        assertThat(new Endpoint("e", new InetSocketAddress("10.0.0.1", 80)).hostAndPort())
                .isEqualTo("10.0.0.1:80");
        assertThat(new Endpoint("e", new InetSocketAddress("fd00::5", 80)).hostAndPort())
                .isEqualTo("[fd00:0:0:0:0:0:0:5]:80");
    }

    @Test
    void listenersNameAnInterface() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListenAddress(InetSocketAddress.createUnresolved("web", 80)));
        assertThat(new ListenAddress(new InetSocketAddress(0)).address().getPort())
                .isZero();
    }

    @Test
    void routesAndHostsAreChecked() {
        RouteAction action = new RouteAction.Forward("c");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Route("r", "x", action))
                .withMessageContaining("'/'");
        assertThatIllegalArgumentException().isThrownBy(() -> new VirtualHost(HostName.of("a"), List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "b.example",
                "//b.example",
                "ftp://b.example",
                "http://",
                "http:///x",
                "https://b.example/\r\nset-cookie: a=b",
                "https://b.example\n",
                "https://b.example/a b",
                "https://\u00e4.example",
                "https://b.example?q",
                "https://b.example#f",
            })
    void redirectsGoToAnAuthority(String base) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteAction.Redirect(base, 302))
                .withMessageStartingWith("base must be");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void redirectsToTlsGoToAPort(int port) {
        assertThatIllegalArgumentException().isThrownBy(() -> new RouteAction.RedirectToHttps(port));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 300, 304, 305, 306, 309, 400})
    void redirectsHaveARedirectingStatus(int status) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RouteAction.Redirect("https://b.example", status))
                .withMessageContaining("301, 302, 303, 307 or 308");
    }

    @Test
    void collectionsAreCopied() {
        List<Endpoint> endpoints = new ArrayList<>();
        Cluster cluster = new Cluster("c", endpoints, LbPolicy.ROUND_ROBIN, UpstreamTimeouts.DEFAULT);
        List<Cluster> clusters = new ArrayList<>(List.of(cluster));
        ProxyConfig config = new ProxyConfig(List.of(), List.of(), clusters);
        endpoints.add(new Endpoint("e", new InetSocketAddress("10.0.0.1", 1)));
        clusters.clear();

        assertThat(cluster.endpoints()).isEmpty();
        assertThat(config.clusters()).hasSize(1);
    }

    // ---- host names ----

    @ParameterizedTest
    @CsvSource({
        "a, a",
        "A.Example, a.example",
        "a.example., a.example",
        "_x-1.a_b.example, _x-1.a_b.example",
        "127.0.0.1, 127.0.0.1",
        "xn--bcher-kva.example, xn--bcher-kva.example"
    })
    void normalizesHostNames(String text, String value) {
        assertThat(HostName.of(text).value()).isEqualTo(value);
        assertThat(HostName.problemOf(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "a..",
                "-a",
                "a-",
                "a.-b",
                "a b",
                "a:80",
                "*.a",
                "a/b",
                "a@b",
                "a\n",
                "[::1]",
                "caf\u00e9",
                "\u212aube.example",
                "a,b",
                "a%41"
            })
    void refusesHostNames(String text) {
        assertThat(HostName.problemOf(text)).isPresent();
        assertThatIllegalArgumentException().isThrownBy(() -> HostName.of(text));
    }

    @Test
    void limitsHostNames() {
        String label = "a".repeat(63);
        String longest = String.join(".", label, label, label, "a".repeat(61));

        assertThat(HostName.of(longest).value()).hasSize(HostName.MAX_LENGTH);
        assertThat(HostName.problemOf(longest + "a"))
                .hasValueSatisfying(p -> assertThat(p).contains("longer than 253"));
        assertThat(HostName.problemOf(label + "a"))
                .hasValueSatisfying(p -> assertThat(p).contains("longer than 63"));
        assertThatIllegalArgumentException().isThrownBy(() -> new HostName("A"));
    }

    // ---- blocks of addresses ----

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.1.2, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "10.0.0.0/0, 192.0.2.1, true",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "10.0.0.1/31, 10.0.0.0, true",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe00::1, false",
        "::/0, 10.0.0.1, false",
        "0.0.0.0/0, ::1, false",
        "::1, ::1, true",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
    })
    void containsAddresses(String block, String address, boolean contained) {
        assertThat(Cidr.parse(block).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10/8",
                "10.0/16",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.256/8",
                "10.0.0.0/a",
                "a.example",
                "::/129",
                "fe80::1%eth0/64",
                " 10.0.0.0/8",
                "1:2",
                "0x0a000000/8"
            })
    void refusesBlocks(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cidr.parse(text))
                .withMessageContaining("'" + text + "' is no block of addresses such as 10.0.0.0/8");
    }
}
