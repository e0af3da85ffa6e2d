package io.sluice.dataplane.listen;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

import io.netty.buffer.Unpooled;
import io.sluice.dataplane.listen.ClientHelloReader.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// What is read of a ClientHello, in any segmentation (R-L4-2).
class ClientHelloReaderTest {

    private static final int FUZZ_RUNS = 20_000;

    private final ClientHelloReader reader = new ClientHelloReader();

    private Result read(byte[] bytes) {
        return reader.read(Unpooled.wrappedBuffer(bytes));
    }

    private String name() {
        return new String(reader.name(), 0, reader.nameBytes(), StandardCharsets.ISO_8859_1);
    }

    /// R-L4-2: however it is cut.
    @Test
    void findsNameInEverySplit() {
        byte[] hello = ClientHellos.ofJdk("app.example.com");

        for (int length = 0; length < hello.length; length++) {
            assertThat(read(Arrays.copyOf(hello, length)))
                    .as("%d bytes", length)
                    .isEqualTo(Result.INCOMPLETE);
        }
        assertThat(read(hello)).isEqualTo(Result.COMPLETE);
        assertThat(name()).isEqualTo("app.example.com");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 100, 1000})
    void findsNameOverRecords(int recordBytes) {
        byte[] hello = ClientHellos.inRecords(ClientHellos.ofJdk("App.test"), recordBytes);

        for (int length = 0; length < hello.length; length += 7) {
            assertThat(read(Arrays.copyOf(hello, length))).isEqualTo(Result.INCOMPLETE);
        }
        assertThat(read(hello)).isEqualTo(Result.COMPLETE);
        assertThat(name()).isEqualTo("App.test");
    }

    /// A post-quantum key share makes it longer than one packet.
    @Test
    void findsNameInLongHello() {
        assertThat(read(ClientHellos.with(ClientHellos.extension(51, 12_000), ClientHellos.serverName("app.test"))))
                .isEqualTo(Result.COMPLETE);
        assertThat(name()).isEqualTo("app.test");
    }

    @Test
    void takesHelloWithoutName() {
        assertThat(read(ClientHellos.ofJdk(""))).isEqualTo(Result.COMPLETE);
        assertThat(name()).isEmpty();
    }

    @Test
    void dropsDotAtTheEnd() {
        assertThat(read(ClientHellos.with(ClientHellos.serverName("app.test."))))
                .isEqualTo(Result.COMPLETE);
        assertThat(name()).isEqualTo("app.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "a/b", "a\u0000b", "..", "a..b", ".a", "-a", "a\r\n", "*.test", "é", "a:1", "[::1]"})
    void refusesWhatIsNoHostName(String name) {
        assertThat(read(ClientHellos.with(ClientHellos.serverName(name)))).isEqualTo(Result.REFUSED);
    }

    /// R-L4-2: never two names.
    @Test
    void refusesTwoNames() {
        byte[] name = ClientHellos.serverName("app.test");

        assertThat(read(ClientHellos.with(name, name))).isEqualTo(Result.REFUSED);
    }

    /// R-L4-2: each length within the extension, one too long and one too short.
    @Test
    void refusesLengthsThatLie() {
        byte[] good = ClientHellos.with(ClientHellos.serverName("app.test"));
        int extension = good.length - ClientHellos.serverName("app.test").length;
        for (int at : new int[] {extension - 1, extension + 3, extension + 5, extension + 8}) {
            for (int by : new int[] {-1, 1}) {
                byte[] bad = good.clone();
                bad[at] += (byte) by;
                assertThat(new ClientHelloReader().read(Unpooled.wrappedBuffer(bad)))
                        .as("byte %d by %d", at, by)
                        .isEqualTo(Result.REFUSED);
            }
        }
    }

    @Test
    void refusesWhatIsNoTls() {
        assertThat(read("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(Result.REFUSED);
        assertThat(read(new byte[] {(byte) 0x80})).isEqualTo(Result.REFUSED);
    }

    @Test
    void refusesHelloThatIsTooLong() {
        byte[] start = {22, 3, 1, 0x40, 0, 1, 0, 0x40, 0};

        assertThat(read(start)).isEqualTo(Result.REFUSED);
    }

    @Test
    void refusesHelloInTooManyRecords() {
        assertThat(read(ClientHellos.inRecords(ClientHellos.ofJdk("app.test"), 1)))
                .isEqualTo(Result.REFUSED);
    }

    /// Damaged hellos: no exception, and the same verdict at once as bit by bit.
    @Test
    void saysTheSameOfDamagedHellosInEverySplit() {
        long seed = Long.getLong("sluice.fuzz.seed", System.nanoTime());
        System.out.println("ClientHelloReaderTest: -Dsluice.fuzz.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] corpus = {
            ClientHellos.ofJdk("app.test"),
            ClientHellos.with(ClientHellos.serverName("app.test"), ClientHellos.extension(16, 9)),
            ClientHellos.inRecords(ClientHellos.ofJdk("a.b.test"), 60),
        };
        for (int run = 0; run < FUZZ_RUNS; run++) {
            byte[] hello = corpus[random.nextInt(corpus.length)].clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                hello[random.nextInt(hello.length)] = (byte) random.nextInt(256);
            }
            assertSameInSplits(hello, random);
        }
    }

    private static void assertSameInSplits(byte[] hello, SplittableRandom random) {
        ClientHelloReader atOnce = new ClientHelloReader();
        Result whole = atOnce.read(Unpooled.wrappedBuffer(hello));
        ClientHelloReader bitByBit = new ClientHelloReader();
        Result last = Result.INCOMPLETE;
        for (int length = 0; last == Result.INCOMPLETE && length < hello.length; ) {
            length = Math.min(hello.length, length + 1 + random.nextInt(100));
            last = bitByBit.read(Unpooled.wrappedBuffer(hello, 0, length));
        }
        assertThat(last).isEqualTo(whole);
        assertThat(bitByBit.nameBytes()).isEqualTo(atOnce.nameBytes());
    }
}
