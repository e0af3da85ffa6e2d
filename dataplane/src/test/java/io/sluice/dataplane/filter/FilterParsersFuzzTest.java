package io.sluice.dataplane.filter;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http1.Mutations;
import io.sluice.dataplane.model.ContentCoding;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Whatever a client sends in the fields that filters read: no exception, and the right answer where there is one.
class FilterParsersFuzzTest {

    private static final int ROUNDS = 100_000;
    private static final List<String> CODINGS =
            List.of("gzip", "zstd", "br", "identity", "*", "x-gzip", "deflate", "", "gz ip", "GZIP");
    private static final List<String> WEIGHTS =
            List.of("", "", "", ";q=0", ";q=1", ";q=0.5", " ; q=0.001", ";q=0.999", ";q=1.0", ";q=2", ";x", ";q=0,5");

    private static Fields field(String name, byte[] value) {
        Fields fields = new Fields();
        byte[] line = new byte[name.length() + 2 + value.length + 2];
        byte[] start = Octets.ascii(name + ": ");
        System.arraycopy(start, 0, line, 0, start.length);
        System.arraycopy(value, 0, line, start.length, value.length);
        fields.reserve(line.length);
        System.arraycopy(line, 0, fields.bytes(), 0, line.length);
        fields.advance(line.length);
        byte id = io.sluice.dataplane.http.FieldId.of(line, 0, name.length());
        fields.add(id, 0, name.length(), start.length, start.length + value.length, line.length);
        return fields;
    }

    /// A coding that the client named without refusing it, or that it may want as `*`, and no other.
    @Test
    void choosesOnlyWhatWasOffered() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        AcceptEncoding accept = new AcceptEncoding();
        int chosen = 0;
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.below(5); i >= 0; i--) {
                text.append(random.one(CODINGS))
                        .append(random.one(WEIGHTS))
                        .append(random.one(List.of(",", ", ", " ,")));
            }
            byte[] value = random.damaged(Octets.ascii(text.toString()));
            ContentCoding coding =
                    accept.choose(field("Accept-Encoding", value), new ContentCoding[] {ContentCoding.GZIP});
            String lower = new String(value, StandardCharsets.ISO_8859_1).toLowerCase(java.util.Locale.ROOT);
            if (coding != null) {
                chosen++;
                assertThat(lower).as("seed %d, %s", seed, lower).matches(s -> s.contains("gzip") || s.contains("*"));
            }
        }

        assertThat(chosen).as("seed %d", seed).isGreaterThan(ROUNDS / 20);
    }

    /// Agrees with a reading by the JDK's own means.
    @Test
    void readsPairsAsTheyAreMeant() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        int read = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String pair = random.one(List.of("ann", "", "b\u00e4r", "a b"))
                    + random.one(List.of(":", ":", "", "::"))
                    + random.one(List.of("", "p", "p:q", "\u20ac"));
            String token = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
            byte[] value = random.damaged(
                    Octets.ascii(random.one(List.of("Basic ", "basic  ", "BASIC ", "Basic", "Bearer ")) + token));
            Fields fields = field("Authorization", value);
            int start = BasicCredentials.tokenStart(fields, 0);
            BasicCredentials credentials =
                    start < 0 ? null : BasicCredentials.parse(fields.bytes(), start, fields.valueEnd(0));
            if (credentials != null) {
                read++;
                String password = new String(credentials.password(), StandardCharsets.ISO_8859_1);
                String expected = new String(
                        Base64.getDecoder().decode(fields.text(start, fields.valueEnd(0))),
                        StandardCharsets.ISO_8859_1);
                assertThat(credentials.user()).doesNotContain(":");
                assertThat(expected).as("seed %d", seed).endsWith(":" + password);
            }
        }

        assertThat(read).as("seed %d", seed).isGreaterThan(ROUNDS / 5);
    }
}
