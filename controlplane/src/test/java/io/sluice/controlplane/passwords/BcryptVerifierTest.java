package io.sluice.controlplane.passwords;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import at.favre.lib.crypto.bcrypt.BCrypt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class BcryptVerifierTest {

    private static final BCrypt.Version[] VERSIONS = {
        BCrypt.Version.VERSION_2A, BCrypt.Version.VERSION_2B, BCrypt.Version.VERSION_2Y
    };

    private final BcryptVerifier verifier = new BcryptVerifier();

    private static String hash(BCrypt.Version version, String password) {
        return BCrypt.with(version).hashToString(4, password.toCharArray());
    }

    private boolean matches(String hash, String password) throws Exception {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        assertThat(verifier.verify(hash, password.getBytes(StandardCharsets.UTF_8), answer::complete))
                .isTrue();
        return answer.get(30, TimeUnit.SECONDS);
    }

    @Test
    void knowsRightFromWrong() throws Exception {
        for (BCrypt.Version version : VERSIONS) {
            String hash = hash(version, "p\u00e4ss:word");

            assertThat(matches(hash, "p\u00e4ss:word")).isTrue();
            assertThat(matches(hash, "p\u00e4ss:wor")).isFalse();
            assertThat(matches(hash, "")).isFalse();
        }
    }

    /// The vector of the bcrypt specification that is in every implementation's tests.
    @Test
    void agreesWithOthers() throws Exception {
        assertThat(matches("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW", "U*U"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$2a$04$short",
                "$1$abc$def",
                "{SHA}x",
                "$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
            })
    void matchesNothingWithWhatIsNoHash(String hash) throws Exception {
        assertThat(matches(hash, "U*U")).isFalse();
    }

    @Test
    void comparesNoPasswordInPart() throws Exception {
        String longest = "x".repeat(71);

        assertThat(matches(hash(BCrypt.Version.VERSION_2Y, longest), longest)).isTrue();
        assertThat(matches(hash(BCrypt.Version.VERSION_2Y, longest), longest + "x"))
                .isFalse();
        assertThat(matches(hash(BCrypt.Version.VERSION_2Y, longest), "x".repeat(900)))
                .isFalse();
    }

    @Test
    void turnsAwayWhatWouldWaitTooLong() throws Exception {
        BcryptVerifier small = new BcryptVerifier(1, 1);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> end = new CompletableFuture<>();
        byte[] password = {'x'};

        assertThat(small.verify("", password, matches -> {
                    begun.countDown();
                    end.join();
                }))
                .isTrue();
        begun.await();
        CompletableFuture<Boolean> waiting = new CompletableFuture<>();
        assertThat(small.verify("", password, waiting::complete)).isTrue();
        assertThat(small.verify("", password, matches -> {})).isFalse();
        end.complete(null);

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(small.verify("", password, matches -> {})).isTrue();
    }
}
