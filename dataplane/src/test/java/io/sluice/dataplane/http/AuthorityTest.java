package io.sluice.dataplane.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AuthorityTest {

    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "a.example, 9",
        "a.example:, 9",
        "a.example:80, 9",
        "a.example.:65535, 10",
        "a_b-c~!$&'()*+;=%41:1, 19",
        "127.0.0.1:8080, 9",
        "[::], 4",
        "[::1], 5",
        "[::1]:80, 5",
        "[1::], 5",
        "[1:2:3:4:5:6:7:8], 17",
        "[1:2:3:4:5:6:7::], 17",
        "[::2:3:4:5:6:7:8], 17",
        "[2001:DB8::a.b], -1",
        "[::ffff:1.2.3.4]:1, 16",
        "[1:2:3:4:5:6:1.2.3.4], 21",
        "a:000080, 1",
    })
    void findsTheHost(String text, int hostEnd) {
        byte[] bytes = Octets.ascii("/" + text + "/");

        boolean valid = Authority.isValid(bytes, 1, bytes.length - 1);

        assertThat(valid).isEqualTo(hostEnd >= 0);
        if (valid) {
            assertThat(Authority.hostEnd(bytes, 1, bytes.length - 1) - 1).isEqualTo(hostEnd);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a:65536",
                "a:99999999999",
                "a:8o",
                "a: 80",
                "a:80:",
                "a b",
                "a/",
                "a?",
                "a#",
                "a@b",
                "a,b",
                "a\\",
                "%",
                "%4",
                "%g1",
                "a%",
                "a:%41",
                "[",
                "[]",
                "[:]",
                "[:::]",
                "[::1",
                "[::1]a",
                "[::1]]",
                "[::1::]",
                "[12]",
                "[....]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[::1:2:3:4:5:6:7:8]",
                "[12345::]",
                "[1::g]",
                "[:1::2]",
                "[1::2:]",
                "[::1.2.3]",
                "[::1.2.3.4.5]",
                "[::1.2.3.256]",
                "[::01.2.3.4]",
                "[1.2.3.4]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[::1%25a]",
                "[v1.a]",
                "\u00e9",
                "a\u0000"
            })
    void refuses(String text) {
        byte[] bytes = Octets.ascii(text);

        assertThat(Authority.isValid(bytes, 0, bytes.length)).isFalse();
    }
}
