package io.sluice.controlplane.certs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static io.sluice.controlplane.certs.TestCertificates.replace;
import static org.assertj.core.api.Assertions.assertThat;

class UsersReaderTest {

    private static final String SALT_AND_HASH = "abcdefghijklmnopqrstuv" + "./ABCDEFGHIJKLMNOPQRSTUVWXYZ012";
    private static final String HASH = "$2y$05$" + SALT_AND_HASH;

    @TempDir
    Path directory;

    private UsersReading read(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("users"), content);
        return UsersReader.read(new SecretFile("users", file));
    }

    private UsersReading read(String content) throws IOException {
        return read(content.getBytes(StandardCharsets.UTF_8));
    }

    private CertificateProblem problem(String content) throws IOException {
        return ((UsersReading.Unusable) read(content)).problem();
    }

    private static String lines(int count) {
        return IntStream.range(0, count).mapToObj(i -> "u" + i + ":" + HASH).collect(Collectors.joining("\n"));
    }

    @Test
    void readsWhatHtpasswdWrites() throws IOException {
        UsersReading reading = read("# staff\n\nann:" + HASH + "\r\n  \nj\u00fcrgen:$2b$12$" + SALT_AND_HASH);

        assertThat(reading)
                .isEqualTo(new UsersReading.Usable(Map.of("ann", HASH, "j\u00fcrgen", "$2b$12$" + SALT_AND_HASH)));
        assertThat(reading.toString()).isEqualTo("Usable[users=2]");
    }

    /// `H` stands for a good hash, `^` for the end of a line.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ann:H^bob|line 2",
                "ann:H^:H|line 2",
                "^ann|line 2",
                "ann:|line 1",
                "#^#^ann:secret|line 3",
                "ann:H^bob:$apr1$abcdefgh$abcdefghijklmnopqrstuv|line 2",
                "ann:{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=|line 1",
                "ann:H:extra|line 1",
                "ann: H|line 1",
                "ann:H^ann:H|line 2"
            })
    void namesTheLineAndShowsNoSecret(String content, String place) throws IOException {
        CertificateProblem problem = problem(content.replace("H", HASH).replace('^', '\n'));

        assertThat(problem.code()).isEqualTo("invalid-users");
        assertThat(problem.message())
                .startsWith("secret 'users' ")
                .contains(place)
                .doesNotContain("abcdefgh", "ann:", ":secret", "SHA");
    }

    @Test
    void costsHaveBounds() throws IOException {
        assertThat(problem("ann:$2y$13$" + SALT_AND_HASH).message())
                .contains("cost 13")
                .contains("line 1");
        assertThat(problem("ann:$2y$03$" + SALT_AND_HASH).message()).contains("cost 3");
    }

    /// Nobody named would be everybody kept out, or worse.
    @Test
    void refusesFilesWithoutUsers() throws IOException {
        assertThat(problem("").message()).contains("lists no user");
        assertThat(problem("\n# nobody\n").message()).contains("lists no user");
    }

    @Test
    void usersAndTheirNamesHaveLimits() throws IOException {
        assertThat(read(lines(UsersReader.MAX_USERS))).isInstanceOf(UsersReading.Usable.class);
        assertThat(problem(lines(UsersReader.MAX_USERS + 1)).message()).contains("more than 1000 users");
        assertThat(read("u".repeat(255) + ":" + HASH)).isInstanceOf(UsersReading.Usable.class);
        assertThat(problem("u".repeat(256) + ":" + HASH).code()).isEqualTo("invalid-users");
    }

    @Test
    void refusesWhatIsNoText() throws IOException {
        UsersReading.Unusable reading = (UsersReading.Unusable) read(new byte[] {'a', (byte) 0xff, ':', 'x'});

        assertThat(reading.problem().message()).contains("UTF-8");
        assertThat(problem("a\u0000b:" + HASH).code()).isEqualTo("invalid-users");
        assertThat(problem("x".repeat(FileStamp.MAX_BYTES + 1)).code()).isEqualTo("secret-too-large");
    }

    @Test
    void missingFilesAndDirectoriesAreProblems() {
        UsersReading missing = UsersReader.read(new SecretFile("gone", directory.resolve("gone")));
        UsersReading folder = UsersReader.read(new SecretFile("folder", directory));

        assertThat(((UsersReading.Unusable) missing).problem().code()).isEqualTo("no-secret");
        assertThat(((UsersReading.Unusable) folder).problem().code()).isEqualTo("no-secret");
    }

    /// Whatever a file holds, there is an answer, and users only with hashes.
    @Test
    void takesAnyBytes() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] content = lines(3).getBytes(StandardCharsets.UTF_8);
            for (int change = random.nextInt(4); change > 0; change--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }

            if (read(content) instanceof UsersReading.Usable(Map<String, String> hashes)) {
                assertThat(hashes.values()).as("seed %s", seed).allMatch(hash -> hash.startsWith("$2"));
            }
        }
    }

    @Test
    void aChangedFileIsReadAgain() {
        CertificateStore store = new CertificateStore(directory, InstantSource.system());
        replace(directory.resolve("users"), "ann:" + HASH);
        CertificateView before = store.view();
        SecretFile file = before.secret("users").orElseThrow();
        UsersReading first = before.users(file);

        replace(directory.resolve("users"), "bob:" + HASH);

        assertThat(store.hasChanged()).isTrue();
        assertThat(before.users(file)).isEqualTo(first);
        assertThat(store.view().users(file)).isEqualTo(new UsersReading.Usable(Map.of("bob", HASH)));
    }
}
