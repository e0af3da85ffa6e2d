package io.sluice.controlplane.labels;

import java.util.List;
import java.util.Map;

import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.RateLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.assertRefuses;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.onlyError;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class AccessLabelsTest {

    private static final String SALT_AND_HASH = "abcdefghijklmnopqrstuv" + "./ABCDEFGHIJKLMNOPQRSTUVWXYZ012";
    private static final String HASH = "$2y$05$" + SALT_AND_HASH;

    @Test
    void readsAllowedClients() {
        assertThat(clean(routed("ip_allow", "10.0.0.0/8, 192.0.2.7,2001:db8::/32,"))
                        .policy()
                        .allowedClients())
                .containsExactly(Cidr.parse("10.0.0.0/8"), Cidr.parse("192.0.2.7/32"), Cidr.parse("2001:db8::/32"));
    }

    /// Nobody named would be everybody let in.
    @ParameterizedTest
    @ValueSource(strings = {"", ",", "10.0.0.0/33", "10.0.0", "localhost", "10.0.0.1,x", "fe80::1%eth0", "10.0.0.0/-1"})
    void refusesTheServiceForBadAddresses(String value) {
        assertRefuses("ip_allow", value, "invalid-address");
    }

    @Test
    void addressesHaveALimit() {
        assertRefuses("ip_allow", "10.0.0.1,".repeat(1001), "too-many-items");
    }

    @Test
    void readsUsers() {
        String other = "$2b$12$" + SALT_AND_HASH;

        assertThat(clean(routed("basic_auth", "ann:" + HASH + ", bob:" + other))
                        .policy()
                        .basicAuth())
                .isEqualTo(new BasicAuth("restricted", Map.of("ann", HASH, "bob", other)));
        assertThat(clean(routed("basic_auth", "ann:" + HASH, "basic_auth_realm", "Staging site"))
                        .policy()
                        .basicAuth())
                .isEqualTo(new BasicAuth("Staging site", Map.of("ann", HASH)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ann",
                "ann:",
                "ann:secret",
                ":" + HASH,
                "ann:$apr1$abcdefgh$abcdefghijklmnopqrstuv",
                "ann:{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
                "ann:2y05" + SALT_AND_HASH,
                "ann:$2y$13$" + SALT_AND_HASH,
                "ann:$2y$31$" + SALT_AND_HASH,
                "ann:$2y$03$" + SALT_AND_HASH,
                "ann:$2x$05$" + SALT_AND_HASH,
                "ann:" + HASH + "x",
                "ann:" + HASH + ",ann:" + HASH
            })
    void refusesTheServiceForBadUsersAndShowsNoSecret(String value) {
        assertRefuses("basic_auth", value, "invalid-basic-auth");

        assertThat(onlyError(routed("basic_auth", value)).toString())
                .doesNotContain("ann:")
                .doesNotContain("abcdefgh")
                .doesNotContain("ann:secret");
    }

    @ParameterizedTest
    @CsvSource({"web-users, web-users", "/run/secrets/web-users, web-users", "shop_users.1, shop_users.1"})
    void readsTheFileOfUsers(String value, String secret) {
        LabelSet labels = clean(routed("basic_auth_file", value, "basic_auth_realm", "Staging"));

        assertThat(labels.usersFile()).contains(new UsersFile(secret, "Staging"));
        assertThat(labels.policy().basicAuth()).isNull();
    }

    /// No label reaches a file that is not a secret.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "/run/secrets/",
                "/run/secrets/../etc/passwd",
                "/run/secrets//run/secrets/x",
                "../x",
                "..",
                ".hidden",
                "a/b",
                "a b",
                "\u00fcsers"
            })
    void refusesTheServiceForWhatIsNoSecret(String value) {
        assertRefuses("basic_auth_file", value, "invalid-secret");
    }

    @Test
    void oneListOfUsersIsEnough() {
        assertThat(codes(routed("basic_auth_file", "users", "basic_auth", "ann:" + HASH)))
                .isEqualTo("two-lists-of-users");
    }

    @Test
    void aBadRealmIsTheDefault() {
        assertThat(codes(routed("basic_auth", "ann:" + HASH, "basic_auth_realm", "a\"b")))
                .isEqualTo("invalid-realm");
        assertThat(codes(routed("basic_auth", "ann:" + HASH, "basic_auth_realm", "")))
                .isEqualTo("invalid-realm");
        assertThat(codes(routed("basic_auth_realm", "Staging"))).isEqualTo("no-effect");
    }

    @ParameterizedTest
    @CsvSource({
        "http://auth, auth, 80, /",
        "http://auth:4181, auth, 4181, /",
        "http://auth:4181/verify, auth, 4181, /verify",
        "http://st_auth-1.x/a?rd=https://login.local/, st_auth-1.x, 80, /a?rd=https://login.local/",
        "http://auth?x=1, auth, 80, /?x=1"
    })
    void readsAuthServices(String value, String service, int port, String path) {
        assertThat(clean(routed("forward_auth", value)).forwardAuth())
                .contains(new AuthService(service, port, path, List.of()));
    }

    @Test
    void readsCopiedFields() {
        assertThat(clean(routed(
                                "forward_auth", "http://auth/",
                                "forward_auth_headers", "Remote-User, X-Auth-Request-Email"))
                        .forwardAuth())
                .contains(new AuthService("auth", 80, "/", List.of("Remote-User", "X-Auth-Request-Email")));
    }

    @ParameterizedTest
    @CsvSource({
        "'', invalid-forward-auth",
        "auth, invalid-forward-auth",
        "https://auth/, invalid-forward-auth",
        "http://, invalid-forward-auth",
        "http://user@auth/, invalid-forward-auth",
        "http://[::1]/, invalid-forward-auth",
        "http://auth:x/, invalid-port",
        "http://auth:0/, invalid-port",
        "http://auth/../x, invalid-path",
        "http://auth/x#y, invalid-path"
    })
    void refusesTheServiceForABadAuthService(String value, String code) {
        assertRefuses("forward_auth", value, code);
    }

    @Test
    void refusesTheServiceForBadCopiedFields() {
        LabelReading reading = routed("forward_auth", "http://auth/", "forward_auth_headers", "Remote-User,Host");

        assertThat(reading).isInstanceOf(LabelReading.Refused.class);
        assertThat(codes(reading)).isEqualTo("reserved-header");
    }

    @Test
    void copiedFieldsAloneHaveNoEffect() {
        assertThat(codes(routed("forward_auth_headers", "Remote-User"))).isEqualTo("no-effect");
    }

    @ParameterizedTest
    @CsvSource({"100/s, 100, 100", "1/s, 1, 1", "60/m, 1, 60", "3600 / h, 1, 3600", "30/m, 0.5, 30"})
    void readsRates(String value, double perSecond, int burst) {
        assertThat(clean(routed("rate_limit", value)).policy().rateLimit()).isEqualTo(new RateLimit(perSecond, burst));
    }

    @Test
    void readsBursts() {
        assertThat(clean(routed("rate_limit", "10/s", "rate_limit_burst", "50"))
                        .policy()
                        .rateLimit())
                .isEqualTo(new RateLimit(10, 50));
        assertThat(codes(routed("rate_limit_burst", "50"))).isEqualTo("no-effect");
        assertThat(onlyError(routed("rate_limit", "10/s", "rate_limit_burst", "0"))
                        .message())
                .contains("the burst is the number of rate_limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100", "0/s", "100/d", "-1/s", "1.5/s", "100/s/s", "1000001/s", "99999999/s"})
    void refusesTheServiceForABadRate(String value) {
        assertRefuses("rate_limit", value, "invalid-rate");
    }
}
