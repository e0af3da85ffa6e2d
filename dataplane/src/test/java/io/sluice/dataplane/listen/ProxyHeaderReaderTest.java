package io.sluice.dataplane.listen;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sluice.dataplane.listen.ProxyHeaderReader.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/// R-XFF-1: the PROXY protocol, versions 1 and 2, in whatever pieces it comes.
class ProxyHeaderReaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = "01020304" + "05060708" + "04d2" + "0050";
    private static final String IPV6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "04d2" + "01bb";

    static Stream<Arguments> valid() {
        return Stream.of(
                argumentSet("v1 TCP4", line("PROXY TCP4 1.2.3.4 5.6.7.8 1234 80"), "/1.2.3.4:1234", "/5.6.7.8:80"),
                argumentSet(
                        "v1 TCP6",
                        line("PROXY TCP6 2001:db8::1 2001:db8::2 1234 443"),
                        "/[2001:db8:0:0:0:0:0:1]:1234",
                        "/[2001:db8:0:0:0:0:0:2]:443"),
                argumentSet("v1 UNKNOWN", line("PROXY UNKNOWN"), "null", "null"),
                argumentSet("v1 UNKNOWN with text", line("PROXY UNKNOWN ff ff 1 2"), "null", "null"),
                argumentSet("v1 longest", line("PROXY UNKNOWN " + "f".repeat(107 - 2 - 14)), "null", "null"),
                argumentSet("v2 TCP4", binary("21" + "11" + "000c" + IPV4), "/1.2.3.4:1234", "/5.6.7.8:80"),
                argumentSet(
                        "v2 TCP6",
                        binary("21" + "21" + "0024" + IPV6),
                        "/[2001:db8:0:0:0:0:0:1]:1234",
                        "/[2001:db8:0:0:0:0:0:2]:443"),
                argumentSet(
                        "v2 TLV", binary("21" + "11" + "0011" + IPV4 + "0300026162"), "/1.2.3.4:1234", "/5.6.7.8:80"),
                argumentSet("v2 LOCAL", binary("20" + "00" + "0000"), "null", "null"),
                argumentSet("v2 LOCAL with text", binary("20" + "11" + "000c" + IPV4), "null", "null"),
                argumentSet("v2 UNSPEC", binary("21" + "00" + "0003" + "616263"), "null", "null"),
                argumentSet(
                        "v2 longest",
                        binary("21" + "11" + "0208" + IPV4 + "ea".repeat(508)),
                        "/1.2.3.4:1234",
                        "/5.6.7.8:80"));
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] binary(String hexadecimal) {
        return HexFormat.of().parseHex(SIGNATURE + hexadecimal);
    }

    @ParameterizedTest
    @MethodSource("valid")
    void readsInEverySplit(byte[] header, String source, String destination) {
        ByteBuf all = Unpooled.wrappedBuffer(header, "GET /".getBytes(StandardCharsets.US_ASCII));
        ProxyHeaderReader reader = new ProxyHeaderReader();

        for (int length = 0; length < header.length; length++) {
            assertThat(reader.read(all.slice(0, length))).as("%d bytes", length).isEqualTo(Result.INCOMPLETE);
        }
        assertThat(reader.read(all)).isEqualTo(Result.COMPLETE);
        assertThat(String.valueOf(reader.source())).isEqualTo(source);
        assertThat(String.valueOf(reader.destination())).isEqualTo(destination);
        assertThat(all.toString(StandardCharsets.US_ASCII)).isEqualTo("GET /");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1",
                "proxy TCP4 1.2.3.4 5.6.7.8 1 2",
                "PROXY",
                "PROXY ",
                "PROXY UNKNOWNX",
                "PROXY TCP4",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 3",
                "PROXY TCP4  1.2.3.4 5.6.7.8 1 2",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 2 ",
                "PROXY TCP4 1.2.3.4 5.6.7.8 65536 2",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1 99999",
                "PROXY TCP4 1.2.3.4 5.6.7.8 -1 2",
                "PROXY TCP4 1.2.3.4 5.6.7.8 01 2",
                "PROXY TCP4 1.2.3.256 5.6.7.8 1 2",
                "PROXY TCP4 1.2.3 5.6.7.8 1 2",
                "PROXY TCP4 1.2.3.04 5.6.7.8 1 2",
                "PROXY TCP4 ::1 ::1 1 2",
                "PROXY TCP6 1.2.3.4 5.6.7.8 1 2",
                "PROXY TCP6 ::1::2 ::1 1 2",
                "PROXY TCP6 [::1] [::1] 1 2",
                "PROXY TCP6 localhost ::1 1 2",
                "PROXY UDP4 1.2.3.4 5.6.7.8 1 2",
                "PROXY UNKNOWN \u0001",
                "PROXY TCP4 1.2.3.4 5.6.7.8 1\r2 3"
            })
    void refusesBadLines(String text) {
        ByteBuf in = Unpooled.wrappedBuffer(line(text));

        assertThat(new ProxyHeaderReader().read(in)).isEqualTo(Result.REFUSED);
        assertThat(in.readerIndex()).isZero();
    }

    @Test
    void refusesLongLinesBeforeTheirEnd() {
        byte[] bytes = ("PROXY UNKNOWN " + "f".repeat(200)).getBytes(StandardCharsets.US_ASCII);

        assertThat(new ProxyHeaderReader().read(Unpooled.wrappedBuffer(bytes, 0, 106)))
                .isEqualTo(Result.INCOMPLETE);
        assertThat(new ProxyHeaderReader().read(Unpooled.wrappedBuffer(bytes, 0, 107)))
                .isEqualTo(Result.REFUSED);
    }

    @Test
    void refusesBareLineFeed() {
        byte[] bytes = "PROXY UNKNOWN\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(new ProxyHeaderReader().read(Unpooled.wrappedBuffer(bytes))).isEqualTo(Result.REFUSED);
    }

    static Stream<Arguments> badBinaries() {
        return Stream.of(
                argumentSet("version 1", "11" + "11" + "000c" + IPV4),
                argumentSet("command 2", "22" + "11" + "000c" + IPV4),
                argumentSet("UDP", "21" + "12" + "000c" + IPV4),
                argumentSet("UNIX", "21" + "31" + "00d8" + "00".repeat(216)),
                argumentSet("unknown family", "21" + "41" + "000c" + IPV4),
                argumentSet("too short for IPv4", "21" + "11" + "000b" + IPV4),
                argumentSet("too short for IPv6", "21" + "21" + "000c" + IPV4),
                argumentSet("too long", "21" + "11" + "0209" + IPV4 + "ea".repeat(509)),
                argumentSet("longest length", "20" + "00" + "ffff"));
    }

    @ParameterizedTest
    @MethodSource("badBinaries")
    void refusesBadBinaries(String hexadecimal) {
        ByteBuf in = Unpooled.wrappedBuffer(binary(hexadecimal));

        assertThat(new ProxyHeaderReader().read(in)).isEqualTo(Result.REFUSED);
    }

    @Test
    void refusesBrokenSignatureAtOnce() {
        assertThat(new ProxyHeaderReader().read(Unpooled.wrappedBuffer(new byte[] {'\r', '\n', '\r', '\n', 1})))
                .isEqualTo(Result.REFUSED);
        assertThat(new ProxyHeaderReader().read(Unpooled.wrappedBuffer(new byte[] {'P', 'O'})))
                .isEqualTo(Result.REFUSED);
    }
}
