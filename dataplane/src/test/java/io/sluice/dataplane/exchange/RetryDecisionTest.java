package io.sluice.dataplane.exchange;

import java.util.Set;

import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.RetryPolicy.Reason;
import io.sluice.dataplane.snapshot.RetryRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/// R-POOL-3: what may be sent again, and what never.
class RetryDecisionTest {

    private static final RetryRules DEFAULT = new RetryRules(RetryPolicy.DEFAULT);
    private static final RetryRules ALL =
            new RetryRules(new RetryPolicy(10, Set.of(Reason.values()), Set.of(502, 503)));

    private static RequestHead request(RequestHead.Method method, boolean hasBody) {
        RequestHead head = new RequestHead();
        head.clear();
        head.method(method, 0, 0);
        head.chunked(hasBody);
        return head;
    }

    private static RetryDecision decide(Failure failure, RequestHead head, RetryRules rules, boolean wasReused) {
        return RetryDecision.of(failure, head, 1, rules, wasReused);
    }

    @ParameterizedTest
    @EnumSource(RequestHead.Method.class)
    void failedConnectIsTriedElsewhereWhateverTheRequest(RequestHead.Method method) {
        assertThat(decide(Failure.CONNECT_REFUSED, request(method, true), DEFAULT, false))
                .isEqualTo(RetryDecision.OTHER_ENDPOINT);
        assertThat(decide(Failure.CONNECT_TIMEOUT, request(method, false), DEFAULT, false))
                .isEqualTo(RetryDecision.OTHER_ENDPOINT);
    }

    /// Acceptance 61: it may have been processed.
    @ParameterizedTest
    @EnumSource(
            value = RequestHead.Method.class,
            names = {"POST", "PATCH", "CONNECT", "OTHER"})
    void neverRepeatsWhatIsNotIdempotent(RequestHead.Method method) {
        for (Failure failure : Failure.values()) {
            boolean wasUntouched =
                    failure.retry() == Failure.Retry.OTHER_ENDPOINT || failure.retry() == Failure.Retry.IF_COMPLETE;
            if (!wasUntouched) {
                assertThat(decide(failure, request(method, false), ALL, true))
                        .as(failure.name())
                        .isEqualTo(RetryDecision.GIVE_UP);
            }
        }
    }

    /// RFC 9113, 8.7: what an endpoint refuses it has not looked at, but what was sent of a body is gone.
    @ParameterizedTest
    @EnumSource(RequestHead.Method.class)
    void repeatsWhatWasRefusedAsLongAsItIsComplete(RequestHead.Method method) {
        assertThat(decide(Failure.REFUSED_BY_ENDPOINT, request(method, false), DEFAULT, true))
                .isEqualTo(RetryDecision.NEW_CONNECTION);
        assertThat(decide(Failure.REFUSED_BY_ENDPOINT, request(method, true), DEFAULT, true))
                .isEqualTo(RetryDecision.GIVE_UP);
    }

    @Test
    void neverRepeatsABodyThatMayHaveLeft() {
        RequestHead put = request(RequestHead.Method.PUT, true);

        assertThat(decide(Failure.CLOSED_BEFORE_RESPONSE, put, ALL, true)).isEqualTo(RetryDecision.GIVE_UP);
        assertThat(decide(Failure.RESPONSE_TIMEOUT, put, ALL, false)).isEqualTo(RetryDecision.GIVE_UP);
    }

    @Test
    void staleConnectionIsReplaced() {
        RequestHead get = request(RequestHead.Method.GET, false);

        assertThat(decide(Failure.CLOSED_BEFORE_RESPONSE, get, DEFAULT, true)).isEqualTo(RetryDecision.NEW_CONNECTION);
    }

    @Test
    void resetAndTimeoutAreRetriedOnlyWhenAsked() {
        RequestHead get = request(RequestHead.Method.GET, false);
        RetryRules none = new RetryRules(new RetryPolicy(2, Set.of(Reason.CONNECT), Set.of()));

        assertThat(decide(Failure.CLOSED_BEFORE_RESPONSE, get, none, false)).isEqualTo(RetryDecision.GIVE_UP);
        assertThat(decide(Failure.CLOSED_BEFORE_RESPONSE, get, DEFAULT, false)).isEqualTo(RetryDecision.OTHER_ENDPOINT);
        assertThat(decide(Failure.RESPONSE_TIMEOUT, get, DEFAULT, false)).isEqualTo(RetryDecision.GIVE_UP);
        assertThat(decide(Failure.RESPONSE_TIMEOUT, get, ALL, false)).isEqualTo(RetryDecision.OTHER_ENDPOINT);
    }

    @Test
    void endsWhenRetriesAreUsedUp() {
        RequestHead get = request(RequestHead.Method.GET, false);

        assertThat(RetryDecision.of(Failure.CONNECT_REFUSED, get, 2, DEFAULT, false))
                .isEqualTo(RetryDecision.OTHER_ENDPOINT);
        assertThat(RetryDecision.of(Failure.CONNECT_REFUSED, get, 3, DEFAULT, false))
                .isEqualTo(RetryDecision.GIVE_UP);
    }

    @Test
    void knowsWhichStatusesAreFailures() {
        assertThat(ALL.isFailure(503)).isTrue();
        assertThat(ALL.isFailure(500)).isFalse();
        assertThat(ALL.isFailure(404)).isFalse();
        assertThat(DEFAULT.isFailure(503)).isFalse();
    }
}
