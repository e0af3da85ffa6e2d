package io.sluice.controlplane.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AuthorityTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    private final Authority authority = Authority.create(NOW);

    @Test
    void isTheSameFromItsFile() {
        Authority read = Authority.read(authority.toPem(), NOW);

        assertThat(read.knows(authority.newToken())).isTrue();
        assertThat(read.toPem()).isEqualTo(authority.toPem());
    }

    @Test
    void knowsNoTokenOfAnother() {
        assertThat(Authority.create(NOW).knows(authority.newToken())).isFalse();
    }

    @Test
    void certificatesSayNameAndRole() {
        Identity identity = authority.issue("proxy-1", Role.PROXY);

        assertThat(Role.PROXY.nameIn(identity.chain().getFirst())).isEqualTo("proxy-1");
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> Role.CONTROL.nameIn(identity.chain().getFirst()));
        assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> Role.PROXY.nameIn(identity.authority()));
    }

    @Test
    void signsKeysThatItDoesNotHave() {
        Identity.Request request = Identity.Request.create();

        Identity identity = request.with(authority.issue("p", Role.PROXY, authority.newToken(), request.encoded()));

        assertThat(identity.key()).isSameAs(request.key());
        assertThat(identity.chain().getFirst().getPublicKey().getEncoded()).isEqualTo(request.encoded());
    }

    @Test
    void refusesNamesThatWouldSayMore() {
        for (String name : List.of("", "x,OU=control", "A", "a b", "-a", "a".repeat(64), "a\n")) {
            assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> authority.issue(name, Role.PROXY));
        }
    }

    @Test
    void refusesWhatIsNoKey() {
        assertThatExceptionOfType(IdentityException.class)
                .isThrownBy(() -> authority.issue("p", Role.PROXY, authority.newToken(), new byte[] {1, 2, 3}));
    }

    @Test
    void refusesFilesThatAreNoAuthority() {
        String pem = authority.toPem();

        for (String text : List.of("", "hello", pem.replace("PRIVATE", "PUBLIC"), pem.replaceAll("[A-M]", "x"))) {
            assertThatExceptionOfType(IdentityException.class).isThrownBy(() -> Authority.read(text, NOW));
        }
    }

    @Test
    void identitiesAreRenewedBeforeTheyEnd() {
        Identity identity = authority.issue("p", Role.PROXY);

        assertThat(identity.isOld(NOW.instant())).isFalse();
        assertThat(identity.isOld(NOW.instant().plus(Duration.ofHours(20)))).isTrue();
        assertThat(identity.hasEnded(NOW.instant().plus(Duration.ofHours(20)))).isFalse();
        assertThat(identity.hasEnded(NOW.instant().plus(Duration.ofHours(25)))).isTrue();
    }

    @Test
    void tokensAreReadAsTheyAreWritten() {
        JoinToken token = authority.newToken();

        JoinToken read = JoinToken.parse(token.text() + "\n");

        assertThat(read).isEqualTo(token);
        assertThat(read.isSecret(token.secret())).isTrue();
        assertThat(read.isSecret(authority.newToken().secret())).isFalse();
        assertThat(read.toString()).doesNotContain(token.secret());
    }

    @Test
    void refusesOtherTokensWithoutRepeatingThem() {
        for (String text : List.of("", "secret", authority.newToken().text() + "x", "SLUICE-2-")) {
            assertThatExceptionOfType(IdentityException.class)
                    .isThrownBy(() -> JoinToken.parse(text))
                    .withMessageNotContaining("secret");
        }
    }
}
