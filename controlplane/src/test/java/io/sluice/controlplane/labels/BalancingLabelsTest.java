package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.RetryPolicy.Reason;
import io.sluice.dataplane.model.UpstreamTimeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static io.sluice.controlplane.labels.Readings.accepted;
import static io.sluice.controlplane.labels.Readings.assertFallsBack;
import static io.sluice.controlplane.labels.Readings.assertRefuses;
import static io.sluice.controlplane.labels.Readings.clean;
import static io.sluice.controlplane.labels.Readings.codes;
import static io.sluice.controlplane.labels.Readings.onlyError;
import static io.sluice.controlplane.labels.Readings.routed;
import static org.assertj.core.api.Assertions.assertThat;

class BalancingLabelsTest {

    @Test
    void withoutLabelsTheDefaultsHold() {
        assertThat(clean(routed()).balancing()).isEqualTo(Balancing.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "round_robin, ROUND_ROBIN",
        "least_request, LEAST_REQUEST",
        "Least-Request, LEAST_REQUEST",
        "peak_ewma, PEAK_EWMA",
        "maglev, MAGLEV",
        "ip_hash, IP_HASH"
    })
    void readsPolicies(String value, LbPolicy policy) {
        assertThat(clean(routed("balance", value)).balancing().policy()).isEqualTo(policy);
    }

    @Test
    void anUnknownPolicyIsRoundRobinWithTheNearestName() {
        assertFallsBack("balance", "least_requests", "invalid-balance");
        assertThat(onlyError(routed("balance", "least_requests")).hint()).contains("'least_request'");
        assertThat(onlyError(routed("balance", "random")).hint()).contains("maglev, peak_ewma");
    }

    @Test
    void readsIpHash() {
        assertThat(clean(routed("ip_hash", "true")).balancing().policy()).isEqualTo(LbPolicy.IP_HASH);
        assertThat(clean(routed("ip_hash", "false")).balancing().policy()).isEqualTo(LbPolicy.ROUND_ROBIN);
        assertFallsBack("ip_hash", "yes", "invalid-boolean");
    }

    @Test
    void balanceWinsOverIpHash() {
        LabelReading reading = routed("ip_hash", "true", "balance", "maglev");

        assertThat(accepted(reading).balancing().policy()).isEqualTo(LbPolicy.MAGLEV);
        assertThat(onlyError(reading).code()).isEqualTo("outranked");
        assertThat(onlyError(reading).severity()).isEqualTo(Severity.NOTICE);
        assertThat(onlyError(reading).label()).isEqualTo(Readings.key("ip_hash"));
    }

    @Test
    void readsTheApplicationsCookie() {
        assertThat(clean(routed("sticky_session_cookie", "JSESSIONID"))
                        .balancing()
                        .affinity())
                .isEqualTo(new Affinity.AppCookie("JSESSIONID"));
        assertFallsBack("sticky_session_cookie", "a b", "invalid-cookie");
        assertFallsBack("sticky_session_cookie", "", "invalid-cookie");
        assertFallsBack("sticky_session_cookie", "a".repeat(65), "invalid-cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie:task", "cookie: task"})
    void readsTheProxysCookie(String value) {
        assertThat(clean(routed("sticky", value)).balancing().affinity()).isEqualTo(new Affinity.ProxyCookie("task"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task", "header:x", "true", "Cookie=task"})
    void aStickyOfNothingBindsNobody(String value) {
        assertFallsBack("sticky", value, "invalid-sticky");
    }

    @Test
    void aStickyCookieNeedsAName() {
        assertFallsBack("sticky", "cookie:", "invalid-cookie");
        assertFallsBack("sticky", "cookie:a=b", "invalid-cookie");
    }

    /// As in nginx, where the last directive of the two wins.
    @Test
    void theCookieWinsOverIpHash() {
        LabelReading reading = routed("sticky_session_cookie", "session", "ip_hash", "true");

        assertThat(accepted(reading).balancing().affinity()).isEqualTo(new Affinity.AppCookie("session"));
        assertThat(codes(reading)).isEqualTo("outranked");
    }

    @Test
    void theProxysCookieWinsOverTheApplications() {
        LabelReading reading = routed("sticky", "cookie:task", "sticky_session_cookie", "session");

        assertThat(accepted(reading).balancing().affinity()).isEqualTo(new Affinity.ProxyCookie("task"));
        assertThat(codes(reading)).isEqualTo("outranked");
    }

    /// Acceptance 16.
    @Test
    void nothingSticksInVipMode() {
        assertThat(codes(routed("backend_mode", "vip", "sticky_session_cookie", "session")))
                .isEqualTo("no-effect");
        assertThat(codes(routed("backend_mode", "vip", "ip_hash", "true"))).isEqualTo("no-effect");
    }

    @Test
    void readsWeights() {
        assertThat(clean(routed("weight", "0")).balancing().weight()).isEqualTo(OptionalInt.of(0));
        assertThat(clean(routed("weight", "1")).balancing().weight()).isEqualTo(OptionalInt.of(1));
        assertThat(clean(routed("weight", "1000")).balancing().weight()).isEqualTo(OptionalInt.of(1000));
        assertFallsBack("weight", "1001", "invalid-number");
        assertFallsBack("weight", "20%", "invalid-number");
        assertFallsBack("weight", "-1", "invalid-number");
        assertFallsBack("weight", "", "invalid-number");
        assertFallsBack("weight", "9999999999", "invalid-number");
    }

    @Test
    void readsFailures() {
        var outliers = clean(routed("max_fails", "5", "fail_timeout", "1m30s"))
                .balancing()
                .outliers();

        assertThat(outliers.maxFails()).isEqualTo(5);
        assertThat(outliers.failTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(clean(routed("max_fails", "0")).balancing().outliers().maxFails())
                .isZero();
        assertThat(clean(routed("fail_timeout", "10")).balancing().outliers().failTimeout())
                .isEqualTo(Duration.ofSeconds(10));
        assertFallsBack("max_fails", "one", "invalid-number");
        assertFallsBack("fail_timeout", "0", "invalid-duration");
        assertFallsBack("fail_timeout", "10 s", "invalid-duration");
    }

    @Test
    void readsRetries() {
        RetryPolicy retries = clean(routed("retries", "3", "retry_on", "reset, timeout,502,503"))
                .balancing()
                .retries();

        assertThat(retries)
                .isEqualTo(new RetryPolicy(3, Set.of(Reason.CONNECT, Reason.RESET, Reason.TIMEOUT), Set.of(502, 503)));
        assertThat(clean(routed("retries", "0")).balancing().retries().retries())
                .isZero();
        assertFallsBack("retries", "11", "invalid-number");
        assertFallsBack("retry_on", "404", "invalid-number");
        assertFallsBack("retry_on", "restet", "invalid-retry-on");
        assertThat(codes(routed("retries", "0", "retry_on", "reset"))).isEqualTo("no-effect");
    }

    @Test
    void aBadReasonIsLeftOutOfTheList() {
        assertThat(accepted(routed("retry_on", "gateway-error,timeout"))
                        .balancing()
                        .retries()
                        .on())
                .containsExactlyInAnyOrder(Reason.CONNECT, Reason.TIMEOUT);
    }

    @Test
    void readsTimeouts() {
        UpstreamTimeouts timeouts = clean(routed(
                        "timeout_connect",
                        "500ms",
                        "timeout_request",
                        "2m",
                        "timeout_idle",
                        "10m",
                        "timeout_drain",
                        "30s"))
                .balancing()
                .timeouts();

        assertThat(timeouts)
                .isEqualTo(new UpstreamTimeouts(
                        Duration.ofMillis(500),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10),
                        UpstreamTimeouts.DEFAULT.pooledIdle(),
                        Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout_connect", "timeout_request", "timeout_idle", "timeout_drain"})
    void aBadTimeoutIsTheProxysOwn(String name) {
        assertFallsBack(name, "0", "invalid-duration");
        assertFallsBack(name, "25h", "invalid-duration");
        assertFallsBack(name, "soon", "invalid-duration");
        assertFallsBack(name, "", "invalid-duration");
    }

    @Test
    void readsMaxRequests() {
        assertThat(clean(routed("max_requests", "100")).balancing().maxRequests())
                .isEqualTo(100);
        assertRefuses("max_requests", "0", "invalid-number");
        assertRefuses("max_requests", "many", "invalid-number");
    }

    @Test
    void readsSlowStart() {
        assertThat(clean(routed("slow_start", "30s")).balancing().slowStart()).isEqualTo(Duration.ofSeconds(30));
        assertThat(clean(routed("slow_start", "0")).balancing().slowStart()).isZero();
        assertFallsBack("slow_start", "2h", "invalid-duration");
    }

    @Test
    void readsProxyProtocol() {
        assertThat(clean(routed("proxy_protocol", "true")).balancing().proxyProtocol())
                .isTrue();
        assertRefuses("proxy_protocol", "v2", "invalid-boolean");
    }
}
