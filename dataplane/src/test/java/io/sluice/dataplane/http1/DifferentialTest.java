package io.sluice.dataplane.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http1.Forwarder.Forwarded;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What ours accepts and sends on, an independent reader takes for the same messages: as many, of the same method,
/// target, fields and content. And where that reader accepts what was received, it does not see other boundaries.
class DifferentialTest {

    private static final int ROUNDS = 6_000;

    private static final Forwarder FORWARDER = new Forwarder();

    /// That the proxy writes itself, whatever it was sent.
    private static final Set<String> OURS = Set.of(
            "host",
            "date",
            "x-forwarded-for",
            "x-real-ip",
            "x-forwarded-proto",
            "x-forwarded-port",
            "x-forwarded-host",
            "x-request-id");

    @AfterAll
    static void close() {
        FORWARDER.close();
    }

    @Test
    void otherReaderSeesTheSameRequests() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        Messages messages = new Messages(random);
        int accepted = 0;

        for (int round = 0; round < ROUNDS; round++) {
            byte[] input = random.damaged(Octets.ascii(messages.requests()));
            accepted += checkRequests(input, random.cuts(input.length));
        }

        assertThat(accepted).as("accepted with seed %d", seed).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void otherReaderSeesTheSameRequestsOfTheCorpus() {
        for (byte[] input : Mutations.corpus("request")) {
            for (int[] cuts : Scans.splits(input.length)) {
                checkRequests(input, cuts);
            }
        }
    }

    private static int checkRequests(byte[] input, int[] cuts) {
        String shown = new String(input, StandardCharsets.ISO_8859_1);
        Forwarded ours = FORWARDER.requests(input, cuts);
        List<HttpReading> theirs = NettyReader.requests(ours.written());

        assertThat(theirs).as(shown).hasSameSizeAs(ours.readings());
        for (int i = 0; i < theirs.size(); i++) {
            HttpReading sent = ours.readings().get(i);
            assertThat(theirs.get(i).start()).as(shown).isEqualTo(sent.start());
            assertThat(theirs.get(i).body()).as(shown).isEqualTo(sent.body());
            assertThat(endToEnd(theirs.get(i))).as(shown).isEqualTo(endToEnd(sent));
            assertThat(theirs.get(i).values("host")).as(shown).hasSize(1);
        }
        checkBoundaries(shown, ours.readings(), NettyReader.requests(input));
        return ours.readings().size();
    }

    private static List<String> endToEnd(HttpReading reading) {
        return reading.endToEnd().stream()
                .filter(field -> !OURS.contains(field.substring(0, field.indexOf('='))))
                .filter(field -> !field.startsWith("x-forwarded-") && !field.startsWith("forwarded="))
                .toList();
    }

    /// As far as both read the same input: messages of the same methods with the same content.
    private static void checkBoundaries(String shown, List<HttpReading> ours, List<HttpReading> theirs) {
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            assertThat(theirs.get(i).method()).as(shown).isEqualTo(ours.get(i).method());
            assertThat(theirs.get(i).body()).as(shown).isEqualTo(ours.get(i).body());
        }
    }

    @Test
    void otherReaderSeesTheSameResponse() {
        long seed = Mutations.printedSeed(getClass());
        Mutations random = new Mutations(seed);
        Messages messages = new Messages(random);
        int accepted = 0;

        for (int round = 0; round < ROUNDS; round++) {
            accepted += checkResponse(random.damaged(Octets.ascii(messages.response())));
        }

        assertThat(accepted).as("accepted with seed %d", seed).isGreaterThan(ROUNDS / 4);
    }

    @Test
    void otherReaderSeesTheSameResponseOfTheCorpus() {
        Mutations.corpus("response").forEach(DifferentialTest::checkResponse);
    }

    private static int checkResponse(byte[] input) {
        String shown = new String(input, StandardCharsets.ISO_8859_1);
        RequestHead request = Scans.request("GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n");
        Forwarded ours = FORWARDER.response(input, request);
        if (ours.readings().isEmpty()) {
            return 0;
        }
        HttpReading sent = ours.readings().getFirst();
        List<HttpReading> theirs = NettyReader.responses(ours.written(), true);

        assertThat(theirs).as(shown).hasSize(1);
        assertThat(theirs.getFirst().start()).as(shown).isEqualTo(sent.start());
        assertThat(theirs.getFirst().body()).as(shown).isEqualTo(sent.body());
        assertThat(endToEnd(theirs.getFirst())).as(shown).isEqualTo(endToEnd(sent));
        return 1;
    }
}
