package io.sluice.dataplane.http;

import io.sluice.dataplane.balance.Balances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CookieFieldsTest {

    private static String find(String cookies) {
        Fields fields = Balances.withCookie(cookies).fields();
        long range = CookieFields.find(fields, Octets.ascii("id"));
        return range == CookieFields.ABSENT ? null : fields.text(CookieFields.start(range), CookieFields.end(range));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "id=v|v",
                "a=b; id=v|v",
                "a=b;id=v;c=d|v",
                "id=\"v\"|v",
                "id= v |v",
                "id=a=b|a=b",
                "xid=n; id=v|v",
                "id=first; id=second|first",
                "id=\"|\"",
                ";; ;id=v|v",
            })
    void findsTheValue(String cookies, String value) {
        assertThat(find(cookies)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "id", "ID=v", "idx=v", "a=id=v", "id=", "id=\"\"", "id; id", "=id", ";"})
    void findsNothing(String cookies) {
        assertThat(find(cookies)).isNull();
    }

    @Test
    void looksIntoEveryField() {
        Fields fields = Balances.withCookie("a=b").fields();
        byte[] line = Octets.ascii("cookie: id=v\r\n");
        int start = fields.length();
        fields.reserve(line.length);
        System.arraycopy(line, 0, fields.bytes(), start, line.length);
        fields.advance(line.length);
        fields.add(FieldId.COOKIE, start, start + 6, start + 8, start + 12, start + 14);

        assertThat(CookieFields.find(fields, Octets.ascii("id"))).isNotEqualTo(CookieFields.ABSENT);
    }
}
