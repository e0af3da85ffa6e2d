package io.sluice.perf.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

import io.sluice.perf.wire.Wire;

/// All kinds, by what is wrong with them.
final class HostileAnswers {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String BODY = "Content-Length: 2\r\n\r\nok";
    private static final String POISON = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison";
    private static final int MANY_BYTES = 8 << 20;
    private static final int LATE_MILLIS = 50;

    private HostileAnswers() {}

    static List<HostileAnswer> all() {
        List<HostileAnswer> all = new ArrayList<>();
        all.addAll(startLines());
        all.addAll(lengths());
        all.addAll(codings());
        all.addAll(chunks());
        all.addAll(ends());
        all.addAll(sizes());
        all.addAll(fields());
        all.addAll(interim());
        all.addAll(extras());
        return List.copyOf(all);
    }

    private static List<HostileAnswer> startLines() {
        return each(
                HostileAnswer::refused,
                "not HTTP",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2.0",
                "HTTP/2.0 200 OK\r\n" + BODY,
                "lower-case http",
                "http/1.1 200 OK\r\n" + BODY,
                "status of two digits",
                "HTTP/1.1 20 OK\r\n" + BODY,
                "status 1000",
                "HTTP/1.1 1000 OK\r\n" + BODY,
                "status 099",
                "HTTP/1.1 099 OK\r\n" + BODY,
                "status 999",
                "HTTP/1.1 999 OK\r\n" + BODY,
                "status abc",
                "HTTP/1.1 abc OK\r\n" + BODY,
                "status negative",
                "HTTP/1.1 -200 OK\r\n" + BODY,
                "no status",
                "HTTP/1.1\r\n" + BODY,
                "NUL in reason",
                "HTTP/1.1 200 O\0K\r\n" + BODY,
                "CR in reason",
                "HTTP/1.1 200 O\rK\r\n" + BODY);
    }

    private static List<HostileAnswer> lengths() {
        List<HostileAnswer> all = new ArrayList<>(each(
                HostileAnswer::refused,
                "two lengths that differ",
                OK + "Content-Length: 2\r\nContent-Length: 8\r\n\r\nok",
                "length list that differs",
                OK + "Content-Length: 2, 8\r\n\r\nok",
                "length negative",
                OK + "Content-Length: -2\r\n\r\nok",
                "length with sign",
                OK + "Content-Length: +2\r\n\r\nok",
                "length in hex",
                OK + "Content-Length: 0x2\r\n\r\nok",
                "length no number",
                OK + "Content-Length: two\r\n\r\nok",
                "length empty",
                OK + "Content-Length:\r\n\r\nok",
                "length of 20 digits",
                OK + "Content-Length: 99999999999999999999\r\n\r\nok",
                "length with a space in it",
                OK + "Content-Length: 2 0\r\n\r\nok",
                "length and chunked",
                OK + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "chunked and length",
                OK + "Transfer-Encoding: chunked\r\nContent-Length: 40\r\n\r\n0\r\n\r\n"));
        all.addAll(each(
                HostileAnswer::tolerable,
                "the same length twice",
                OK + "Content-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "length list 2, 2",
                OK + "Content-Length: 2, 2\r\n\r\nok",
                "length is a hop",
                OK + "Connection: content-length\r\n" + BODY));
        return all;
    }

    private static List<HostileAnswer> codings() {
        return each(
                HostileAnswer::refused,
                "coding gzip",
                OK + "Transfer-Encoding: gzip\r\n\r\nok",
                "coding xchunked",
                OK + "Transfer-Encoding: xchunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "chunked not last",
                OK + "Transfer-Encoding: chunked, gzip\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "chunked twice",
                OK + "Transfer-Encoding: chunked, chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "chunked in HTTP/1.0",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n");
    }

    private static List<HostileAnswer> chunks() {
        List<HostileAnswer> all = new ArrayList<>(each(
                HostileAnswer::refused,
                "chunk size xyz",
                CHUNKED + "xyz\r\nok\r\n0\r\n\r\n",
                "chunk size negative",
                CHUNKED + "-2\r\nok\r\n0\r\n\r\n",
                "chunk size 0x2",
                CHUNKED + "0x2\r\nok\r\n0\r\n\r\n",
                "chunk size of 17 digits",
                CHUNKED + "10000000000000002\r\nok\r\n0\r\n\r\n",
                "chunk size missing",
                CHUNKED + "\r\nok\r\n0\r\n\r\n",
                "chunk too long",
                CHUNKED + "2\r\nokok\r\n0\r\n\r\n",
                "chunk without line end",
                CHUNKED + "2\r\nok0\r\n\r\n",
                "trailer with a space in its name",
                CHUNKED + "2\r\nok\r\n0\r\na b: c\r\n\r\n"));
        all.add(HostileAnswer.tolerable("chunks with bare LF", CHUNKED + "2\nok\n0\n\n"));
        all.add(HostileAnswer.endless("endless trailer", CHUNKED + "2\r\nok\r\n0\r\n", "a: b\r\n", MANY_BYTES));
        all.add(HostileAnswer.endless("endless chunk extension", CHUNKED + "2;", "a", MANY_BYTES));
        return all;
    }

    private static List<HostileAnswer> ends() {
        List<HostileAnswer> all = new ArrayList<>(each(
                HostileAnswer::closed,
                "nothing",
                "",
                "HTTP/0.9",
                "<html>poison</html>",
                "half a head",
                OK + "Content-Le",
                "length cut short",
                OK + "Content-Length: 10\r\n\r\nhello",
                "chunk cut short",
                CHUNKED + "a\r\nhello",
                "no last chunk",
                CHUNKED + "5\r\nhello\r\n",
                "no end of trailers",
                CHUNKED + "5\r\nhello\r\n0\r\n"));
        all.addAll(each(
                HostileAnswer::reset,
                "reset at once",
                "",
                "reset in the head",
                OK + "Content-Le",
                "reset behind the head",
                OK + "Content-Length: 10\r\n\r\n",
                "reset in a length",
                OK + "Content-Length: 10\r\n\r\nhello",
                "reset in a chunk",
                CHUNKED + "a\r\nhello",
                "reset in a body without length",
                OK + "\r\nhello"));
        return all;
    }

    private static List<HostileAnswer> sizes() {
        return List.of(
                HostileAnswer.refused("field of 256 KiB", OK + "a: " + "b".repeat(256 << 10) + "\r\n" + BODY),
                HostileAnswer.endless("endless status line", "HTTP/1.1 200 ", "O", MANY_BYTES),
                HostileAnswer.endless("endless field", OK + "a: ", "b", MANY_BYTES),
                HostileAnswer.endless("endless fields", OK, "a: b\r\n", MANY_BYTES));
    }

    private static List<HostileAnswer> fields() {
        List<HostileAnswer> all = new ArrayList<>(each(
                HostileAnswer::refused,
                "NUL in a field",
                OK + "a: b\0c\r\n" + BODY,
                "CR in a field",
                OK + "a: b\rc: d\r\n" + BODY,
                "NUL in a name",
                OK + "a\0b: c\r\n" + BODY));
        all.addAll(each(
                HostileAnswer::tolerable,
                "bare LF",
                "HTTP/1.1 200 OK\nContent-Length: 2\n\nok",
                "folded field",
                OK + "a: b\r\n c\r\n" + BODY,
                "folded first field",
                OK + " a: b\r\n" + BODY,
                "space before the colon",
                OK + "Content-Length : 2\r\n\r\nok",
                "no colon",
                OK + "hello\r\n" + BODY,
                "no name",
                OK + ": hello\r\n" + BODY,
                "space in a name",
                OK + "a b: c\r\n" + BODY));
        return all;
    }

    private static List<HostileAnswer> interim() {
        String switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ";
        List<HostileAnswer> all = new ArrayList<>(each(
                HostileAnswer::refused,
                "101 without asking",
                switching + "websocket\r\n\r\n" + POISON,
                "101 to h2c without asking",
                switching + "h2c\r\n\r\n" + POISON,
                "101 without a protocol",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n" + POISON));
        all.addAll(each(
                HostileAnswer::tolerable,
                "100 without asking",
                "HTTP/1.1 100 Continue\r\n\r\n" + OK + BODY,
                "100 with a length",
                "HTTP/1.1 100 Continue\r\nContent-Length: 6\r\n\r\n" + OK + BODY,
                "200 interim responses",
                "HTTP/1.1 102 Processing\r\n\r\n".repeat(200) + OK + BODY));
        all.add(HostileAnswer.endless(
                "endless interim responses", "", "HTTP/1.1 103 Early\r\na: b\r\n\r\n", MANY_BYTES));
        return all;
    }

    private static List<HostileAnswer> extras() {
        List<HostileAnswer> all = new ArrayList<>(each(
                HostileAnswer::tolerable,
                "another response behind a length",
                OK + BODY + POISON,
                "another response behind chunks",
                CHUNKED + "2\r\nok\r\n0\r\n\r\n" + POISON,
                "another response behind close",
                OK + "Connection: close\r\n" + BODY + POISON,
                "ten more responses",
                OK + BODY + POISON.repeat(10),
                "garbage behind a length",
                OK + BODY + "garbage",
                "204 with a body",
                "HTTP/1.1 204 No Content\r\n\r\n" + POISON,
                "204 with a length",
                "HTTP/1.1 204 No Content\r\nContent-Length: 51\r\n\r\n" + POISON,
                "304 with a body",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 51\r\n\r\n" + POISON,
                "empty line first",
                "\r\n" + OK + BODY));
        all.add(HostileAnswer.tolerable("HEAD with a body", "HEAD", OK + "Content-Length: 51\r\n\r\n" + POISON));
        all.add(HostileAnswer.tolerable("HEAD with chunks", "HEAD", CHUNKED + "33\r\n" + POISON + "\r\n0\r\n\r\n"));
        all.add(new HostileAnswer(
                "another response a moment later", "GET", true, 4 * LATE_MILLIS, HostileAnswers::late));
        all.add(new HostileAnswer("an answer byte by byte", "GET", true, 0, HostileAnswers::drip));
        return all;
    }

    /// On a connection that the proxy has put back by then.
    private static boolean late(Wire wire) throws IOException {
        wire.sendRaw(OK + BODY);
        pause(LATE_MILLIS);
        wire.sendRaw(POISON);
        return true;
    }

    private static boolean drip(Wire wire) throws IOException {
        for (char letter : (OK + BODY).toCharArray()) {
            wire.sendRaw(String.valueOf(letter));
            pause(1);
        }
        return true;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param namesAndBytes in turn
    private static List<HostileAnswer> each(BiFunction<String, String, HostileAnswer> kind, String... namesAndBytes) {
        List<HostileAnswer> all = new ArrayList<>();
        for (int i = 0; i < namesAndBytes.length; i += 2) {
            all.add(kind.apply(namesAndBytes[i], namesAndBytes[i + 1]));
        }
        return all;
    }
}
