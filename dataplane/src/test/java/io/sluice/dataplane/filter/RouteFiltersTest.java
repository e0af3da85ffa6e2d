package io.sluice.dataplane.filter;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.netty.buffer.PooledByteBufAllocator;
import io.sluice.dataplane.Allocations;
import io.sluice.dataplane.http.IpAddress;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.http.ResponseHead;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.LoopCounters;
import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.ContentCoding;
import io.sluice.dataplane.model.Cors;
import io.sluice.dataplane.model.FieldEdits;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.PasswordVerifier;
import io.sluice.dataplane.model.RateLimit;
import io.sluice.dataplane.model.RoutePolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RouteFiltersTest {

    private static final IpAddress INSIDE = IpAddress.of(InetAddress.ofLiteral("10.1.2.3"));
    private static final IpAddress OUTSIDE = IpAddress.of(InetAddress.ofLiteral("192.0.2.1"));
    private static final Cors CORS =
            new Cors(List.of("https://a.example"), List.of(), List.of(), false, Duration.ofMinutes(1));
    private static final RequestHead PREFLIGHT =
            Messages.request("OPTIONS / HTTP/1.1", "Origin: https://a.example", "Access-Control-Request-Method: PUT");

    private final LoopCounters counters = new LoopCounters();
    private final Encoders encoders = new Encoders(PooledByteBufAllocator.DEFAULT);
    private final FilterContext context = new FilterContext(
            counters, new RateTable(0), new PasswordCheck(PasswordVerifier.NONE, Runnable::run), encoders);

    /// Everything at once.
    private static RouteFilters everything(int burst) {
        return RouteFilters.of(
                1,
                new RoutePolicy(
                        new FieldEdits(List.of(new FieldEdits.Line("X-A", "1")), List.of()),
                        new FieldEdits(List.of(), List.of("Server")),
                        List.of(Cidr.parse("10.0.0.0/8")),
                        new BasicAuth("r", Map.of("ann", "h")),
                        new ForwardAuth("auth", "/", List.of("X-User")),
                        new RateLimit(0.001, burst),
                        CORS,
                        List.of(ContentCoding.GZIP),
                        RoutePolicy.UNLIMITED,
                        "",
                        null));
    }

    @Test
    void areNoneWhenNothingIsAsked() {
        assertThat(RouteFilters.of(1, RoutePolicy.NONE)).isNull();
    }

    @Test
    void checkTheCheapestFirst() {
        RouteFilters filters = everything(2);

        assertThat(filters.check(PREFLIGHT, OUTSIDE, context)).isEqualTo(Verdict.FORBIDDEN);
        assertThat(filters.check(PREFLIGHT, INSIDE, context)).isEqualTo(Verdict.PREFLIGHT);
        assertThat(filters.check(Messages.get(), INSIDE, context)).isEqualTo(Verdict.UNAUTHORIZED);
        assertThat(filters.check(PREFLIGHT, INSIDE, context)).isEqualTo(Verdict.LIMITED);
        assertThat(context.retryAfterSeconds()).isBetween(990, 1000);
        assertThat(filters.check(PREFLIGHT, OUTSIDE, context)).isEqualTo(Verdict.FORBIDDEN);
    }

    @Test
    void keepFromTheEndpointWhatIsNotForIt() {
        RequestHead request = Messages.get("Authorization: Basic x", "x-user: root", "X-B: 1");
        RouteFilters filters = everything(1);

        filters.cleanRequest(request);
        filters.editRequest(request);

        assertThat(Messages.kept(request.fields())).isEqualTo("Host: a.test\r\nX-B: 1\r\nX-A: 1\r\n");
    }

    @Test
    void countWhatIsNotCompressedForTooMany() {
        List<BodyEncoder> taken = new ArrayList<>();
        for (int i = 0; i < Encoders.MAX_ACTIVE; i++) {
            taken.add(encoders.take(ContentCoding.GZIP, false));
        }
        RequestHead request = Messages.get("Accept-Encoding: gzip");
        ResponseHead response = Messages.response(200, "Content-Type: text/plain", "Server: x");

        assertThat(everything(1).editResponse(request, response, context)).isNull();

        assertThat(counters.value(Counter.COMPRESSION_LIMIT)).isEqualTo(1);
        assertThat(Messages.kept(response.fields())).doesNotContain("content-encoding", "Server");
        taken.forEach(BodyEncoder::close);
    }

    @Test
    void checkAddressAndRateWithoutAnObject() {
        RoutePolicy policy = new RoutePolicy(
                FieldEdits.NONE,
                FieldEdits.NONE,
                List.of(Cidr.parse("2001:db8::/32"), Cidr.parse("10.0.0.0/8")),
                null,
                null,
                new RateLimit(1000, 10),
                null,
                List.of(),
                RoutePolicy.UNLIMITED,
                "",
                null);
        RouteFilters filters = RouteFilters.of(1, policy);
        RequestHead request = Messages.get();

        assertThat(Allocations.bytesPerRound(() -> {
                    filters.check(request, INSIDE, context);
                    filters.check(request, OUTSIDE, context);
                }))
                .isZero();
    }
}
