package io.sluice.dataplane.http1;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.sluice.dataplane.http.ForwardedFields;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.loop.RequestIds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// Whom an endpoint is told that a request comes from. The peer is 192.0.2.7.
class ForwardedFieldsTest {

    private static final String START = "GET / HTTP/1.1\r\nHost: a.example\r\n";

    private final RequestIds ids = new RequestIds();

    private String written(ForwardedFields forwarded, String lines) {
        RequestHead head = Scans.request(START + lines + "\r\n");
        byte[] id = forwarded.begin(head, ids);
        HeadWriter writer = new HeadWriter().begin();
        RequestWriter.write(writer, head, forwarded, id);
        return Writes.text(writer);
    }

    private static String value(String written, String name) {
        List<String> values = Arrays.stream(written.split("\r\n"))
                .filter(line -> line.startsWith(name + ": "))
                .toList();
        assertThat(values).as(written).hasSize(1);
        return values.getFirst().substring(name.length() + 2);
    }

    /// R-XFF-1: the client is the right-most address that is not trusted; what stands left of it is hearsay.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8.8.8.8                          | 8.8.8.8",
                "6.6.6.6, 8.8.8.8                 | 8.8.8.8",
                "6.6.6.6, 8.8.8.8, 192.0.2.9      | 8.8.8.8",
                "8.8.8.8,192.0.2.9,,192.0.2.10 ,  | 8.8.8.8",
                "192.0.2.20, 192.0.2.9            | 192.0.2.20",
                "6.6.6.6, unknown                 | 192.0.2.7",
                "6.6.6.6, unknown, 192.0.2.9      | 192.0.2.9",
                "8.8.8.8:4711                     | 8.8.8.8",
                "[2001:db8::1]:80, 192.0.2.9      | 2001:db8::1",
                "2001:db8::1                      | 2001:db8::1"
            })
    void takesRightmostUntrustedHop(String list, String client) {
        ForwardedFields forwarded = Writes.forwarded(true);

        String head = written(forwarded, "X-Forwarded-For: " + list + "\r\n");

        assertThat(value(head, "x-real-ip")).isEqualTo(client);
        assertThat(value(head, "x-forwarded-for")).endsWith(", 192.0.2.7");
        assertClient(forwarded, client);
    }

    private static void assertClient(ForwardedFields forwarded, String address) {
        IpAddress expected = IpAddress.of(InetAddress.ofLiteral(address));
        assertThat(forwarded.client().high()).isEqualTo(expected.high());
        assertThat(forwarded.client().low()).isEqualTo(expected.low());
    }

    @Test
    void readsSeveralLinesAsOneList() {
        String head =
                written(Writes.forwarded(true), "X-Forwarded-For: 8.8.8.8\r\nA: b\r\nX-Forwarded-For: 192.0.2.9\r\n");

        assertThat(value(head, "x-real-ip")).isEqualTo("8.8.8.8");
        assertThat(value(head, "x-forwarded-for")).isEqualTo("8.8.8.8, 192.0.2.9, 192.0.2.7");
    }

    /// R-XFF-1: no more than 16 hops are read or passed on.
    @Test
    void cutsLongLists() {
        String all = "6.6.6.6, "
                + String.join(
                        ", ",
                        IntStream.range(0, 16)
                                .mapToObj(i -> "192.0.2." + (100 + i))
                                .toList());

        String head = written(Writes.forwarded(true), "X-Forwarded-For: " + all + "\r\n");

        assertThat(value(head, "x-forwarded-for")).isEqualTo(all.substring("6.6.6.6, ".length()) + ", 192.0.2.7");
        assertThat(value(head, "x-real-ip")).isEqualTo("192.0.2.100");
        assertThat(head).doesNotContain("6.6.6.6");
    }

    @Test
    void cutsLongListsOfSeveralLines() {
        String head = written(
                Writes.forwarded(true),
                "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 8.8.8.8\r\n"
                        + "X-Forwarded-For: 192.0.2.9\r\n".repeat(15));

        assertThat(value(head, "x-forwarded-for")).isEqualTo("8.8.8.8, " + "192.0.2.9, ".repeat(15) + "192.0.2.7");
        assertThat(value(head, "x-real-ip")).isEqualTo("8.8.8.8");
    }

    @Test
    void believesRealIpOfTrustedPeerWithoutList() {
        ForwardedFields forwarded = Writes.forwarded(true);

        assertThat(value(written(forwarded, "X-Real-IP: 8.8.8.8\r\n"), "x-real-ip"))
                .isEqualTo("8.8.8.8");
        assertClient(forwarded, "8.8.8.8");
        assertThat(value(written(forwarded, "X-Real-IP: nobody\r\n"), "x-real-ip"))
                .isEqualTo("192.0.2.7");
        assertClient(forwarded, "192.0.2.7");
        assertThat(value(written(forwarded, "X-Real-IP: 6.6.6.6\r\nX-Forwarded-For: 8.8.8.8\r\n"), "x-real-ip"))
                .isEqualTo("8.8.8.8");
    }

    /// R-XFF-1: an untrusted peer says nothing of itself.
    @Test
    void replacesEverythingThatUntrustedPeersSay() {
        ForwardedFields forwarded = Writes.forwarded(false);

        String head = written(
                forwarded,
                "X-Forwarded-For: 6.6.6.6\r\nX-Real-IP: 6.6.6.6\r\nX-Forwarded-Client-Cert: 6\r\nForwarded: for=6\r\n"
                        + "X-Forwarded-User: root6\r\nX-Forwarded-Port: 6\r\nX-Forwarded-Proto: s6\r\n");

        assertThat(value(head, "x-forwarded-for")).isEqualTo("192.0.2.7");
        assertThat(value(head, "x-real-ip")).isEqualTo("192.0.2.7");
        assertThat(head.replaceAll("x-request-id: .*\r\n", "")).doesNotContain("6");
        assertClient(forwarded, "192.0.2.7");
    }

    @Test
    void forgetsTheClientOfTheRequestBefore() {
        ForwardedFields forwarded = Writes.forwarded(true);
        written(forwarded, "X-Forwarded-For: 8.8.8.8\r\n");

        assertThat(value(written(forwarded, ""), "x-real-ip")).isEqualTo("192.0.2.7");
        assertClient(forwarded, "192.0.2.7");
    }

    /// R-XFF-2: a trusted peer's id is kept when it is one.
    @ParameterizedTest
    @ValueSource(strings = {"a", "A-z.0_9", "0123456789012345678901234567890123456789012345678901234567890123"})
    void keepsIdOfTrustedPeer(String id) {
        assertThat(value(written(Writes.forwarded(true), "X-Request-Id: " + id + "\r\n"), "x-request-id"))
                .isEqualTo(id);
    }

    /// R-XFF-2: anything else is replaced by 128 bits of our own.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a b",
                "a/b",
                "<x>",
                "a,b",
                "01234567890123456789012345678901234567890123456789012345678901234"
            })
    void replacesWhatIsNoId(String id) {
        assertThat(value(written(Writes.forwarded(true), "X-Request-Id: " + id + "\r\n"), "x-request-id"))
                .matches("[0-9a-f]{32}");
    }

    @Test
    void replacesIdOfUntrustedPeer() {
        assertThat(value(written(Writes.forwarded(false), "X-Request-Id: mine\r\n"), "x-request-id"))
                .matches("[0-9a-f]{32}");
    }

    @Test
    void makesAnotherIdForEachRequest() {
        ForwardedFields forwarded = Writes.forwarded(true);
        String first = value(written(forwarded, ""), "x-request-id");
        written(forwarded, "X-Request-Id: a\r\n");

        assertThat(value(written(forwarded, ""), "x-request-id"))
                .isNotEqualTo(first)
                .hasSize(32);
    }
}
