package io.sluice.dataplane.filter;

import java.util.Arrays;

import io.sluice.dataplane.model.ContentCoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class AcceptEncodingTest {

    private static final ContentCoding[] OFFERED = {ContentCoding.ZSTD, ContentCoding.GZIP};

    private final AcceptEncoding accept = new AcceptEncoding();

    private ContentCoding choose(String... values) {
        String[] lines =
                Arrays.stream(values).map(value -> "Accept-Encoding: " + value).toArray(String[]::new);
        return accept.choose(Messages.get(lines).fields(), OFFERED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | GZIP",
                "GZip | GZIP",
                "x-gzip | GZIP",
                "gzip, zstd | ZSTD",
                "gzip, deflate, br, zstd | ZSTD",
                "gzip;q=1, zstd;q=0.999 | GZIP",
                "gzip ; q=0.5 ,zstd;q=0.4 | GZIP",
                "gzip;Q=0.001 | GZIP",
                "gzip;q=1.000 | GZIP",
                "gzip;q=0. | ''",
                "* | ZSTD",
                "*;q=0.5, gzip;q=0.6 | GZIP",
                "zstd;q=0, * | GZIP",
                "zstd;q=0, *;q=0 | ''",
                "identity, gzip;q=0.5 | ''",
                "identity;q=0.5, gzip;q=0.5 | GZIP",
                "identity;q=0, gzip | GZIP",
                "br, deflate | ''",
                "gzip;q=0 | ''",
                "gzip;q=0.000 | ''",
                "'' | ''",
            })
    void choosesWhatTheClientLikesBest(String value, String coding) {
        assertThat(choose(value)).isEqualTo(coding.isEmpty() ? null : ContentCoding.valueOf(coding));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip;q=2",
                "gzip;q=1.5",
                "gzip;q=-1",
                "gzip;q=0.0001",
                "gzip;q",
                "gzip;",
                "gzip;q=",
                "gzip;x=1",
                "gzip q=1",
                ";q=1",
                ",,;,",
                "gzip\tzstd"
            })
    void takesWhatIsMalformedForUnsaid(String value) {
        assertThat(choose(value)).isNull();
        assertThat(choose(value + ", zstd")).isEqualTo(ContentCoding.ZSTD);
    }

    @Test
    void readsAllLines() {
        assertThat(choose("deflate", "gzip")).isEqualTo(ContentCoding.GZIP);
        assertThat(choose()).isNull();
    }

    @Test
    void forgetsTheRequestBefore() {
        choose("zstd, *");

        assertThat(choose("gzip")).isEqualTo(ContentCoding.GZIP);
        assertThat(choose("br")).isNull();
    }
}
