package io.sluice.dataplane.filter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.PasswordVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PasswordCheckTest {

    private final List<String> asked = new ArrayList<>();
    private final Queue<Consumer<Boolean>> waiting = new ArrayDeque<>();
    private final List<Boolean> told = new ArrayList<>();
    private final PasswordVerifier verifier = (hash, password, answer) -> {
        asked.add(hash + "/" + new String(password, StandardCharsets.UTF_8));
        return waiting.add(answer);
    };
    private final PasswordCheck check = new PasswordCheck(verifier, Runnable::run);
    private final PasswordRules rules = rules(Map.of("ann", "hash-a", "bob", "hash-b"));

    private static PasswordRules rules(Map<String, String> hashes) {
        return new PasswordRules(new BasicAuth("the \"realm\"\r\n", hashes));
    }

    private static RequestHead basic(String pair) {
        String token = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        return Messages.get("Authorization: BASIC  " + token);
    }

    private Verdict check(PasswordRules wanted, RequestHead request) {
        Verdict verdict = check.check(wanted, request.fields());
        return verdict == Verdict.VERIFY ? check.verify(wanted, request.fields(), told::add) : verdict;
    }

    @Test
    void asksOnceAndRemembersWhatWasRight() {
        assertThat(check(rules, basic("ann:p:\u00e4"))).isEqualTo(Verdict.VERIFY);
        waiting.remove().accept(true);

        assertThat(told).containsExactly(true);
        assertThat(asked).containsExactly("hash-a/p:\u00e4");
        assertThat(check(rules, basic("ann:p:\u00e4"))).isEqualTo(Verdict.PASS);
        assertThat(check(rules, basic("ann:p"))).isEqualTo(Verdict.VERIFY);
    }

    @Test
    void remembersNotWhatWasWrong() {
        check(rules, basic("ann:p"));
        waiting.remove().accept(false);

        assertThat(told).containsExactly(false);
        assertThat(check(rules, basic("ann:p"))).isEqualTo(Verdict.VERIFY);
    }

    @Test
    void forgetsWhenThePasswordsChange() {
        check(rules, basic("ann:p"));
        waiting.remove().accept(true);

        PasswordRules changed = rules(Map.of("ann", "hash-new", "bob", "hash-b"));
        assertThat(check(changed, basic("ann:p"))).isEqualTo(Verdict.VERIFY);
        assertThat(check(rules(Map.of("bob", "hash-b")), basic("ann:p"))).isEqualTo(Verdict.VERIFY);
    }

    /// The time that an answer takes must not tell who has an account.
    @Test
    void letsStrangersWaitAsLong() {
        assertThat(check(rules, basic("eve:p"))).isEqualTo(Verdict.VERIFY);
        waiting.remove().accept(true);

        assertThat(told).containsExactly(false);
        assertThat(check(rules, basic("eve:p"))).isEqualTo(Verdict.VERIFY);
    }

    @Test
    void refusesEverybodyWhenNobodyIsKnown() {
        assertThat(check(rules(Map.of()), basic("ann:p"))).isEqualTo(Verdict.UNAUTHORIZED);
    }

    @Test
    void saysWhenTooManyWait() {
        PasswordCheck full = new PasswordCheck(PasswordVerifier.NONE, Runnable::run);
        RequestHead request = basic("ann:p");

        assertThat(full.verify(rules, request.fields(), told::add)).isEqualTo(Verdict.BUSY);
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-A: b",
                "Authorization:",
                "Authorization: Basic",
                "Authorization: Basic ",
                "Authorization: BasicYTpi",
                "Authorization: Bearer YTpi",
                "Authorization: Basic YTp=i",
                "Authorization: Basic YWI=",
                "Authorization: Basic \u00e9\u00e9\u00e9",
                "Authorization: Basic YTpi YTpi",
                "Authorization: Basic YTpi\r\nAuthorization: Basic YTpi"
            })
    void refusesWhatIsNoPair(String line) {
        assertThat(check(rules, Messages.get(line))).isEqualTo(Verdict.UNAUTHORIZED);
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesEndlessPasswords() {
        assertThat(check(rules, basic("ann:" + "p".repeat(760)))).isEqualTo(Verdict.VERIFY);
        assertThat(check(rules, basic("ann:" + "p".repeat(780)))).isEqualTo(Verdict.UNAUTHORIZED);
    }

    @Test
    void asksWithACleanRealm() {
        assertThat(new String(rules.challenge(), StandardCharsets.ISO_8859_1))
                .isEqualTo("www-authenticate: Basic realm=\"the realm\", charset=\"UTF-8\"\r\n");
    }

    @Test
    void forgetsAfterAWhile() {
        VerifiedPairs pairs = new VerifiedPairs();
        byte[] pair = Arrays.copyOf(pairs.key(new byte[] {1}, new byte[] {2}, 0, 1), VerifiedPairs.KEY_BYTES);
        pairs.add(pair, -5);

        assertThat(pairs.contains(pair, VerifiedPairs.TTL_NANOS - 6)).isTrue();
        assertThat(pairs.contains(pair, VerifiedPairs.TTL_NANOS - 5)).isFalse();
    }
}
