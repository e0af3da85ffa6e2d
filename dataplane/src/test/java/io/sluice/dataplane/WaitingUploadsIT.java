package io.sluice.dataplane;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.ForwardAuth;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/// A client whose request has a body, and that goes while the request still waits for its endpoint: nobody reads the
/// body then, but that the client is gone is noticed at once.
@OnEachTransport
class WaitingUploadsIT {

    private static final RoutePolicy POLICY = Policies.asking(new ForwardAuth("auth", "/", List.of()));
    private static final String YES = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private final TransportChoice transport;
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch decided = new CountDownLatch(1);
    private RunningProxy proxy;

    WaitingUploadsIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    /// As much as is read ahead; what a client has sent beyond that hides its end on some transports.
    @ParameterizedTest
    @ValueSource(ints = {0, 10, 50_000})
    void noticesReset(int sentBytes) throws IOException, InterruptedException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answeringEach(this::waiting)) {
            Wire client = proxy.serving(POLICY, endpoint, auth).connect();
            client.send(upload(100_000)).send(new byte[sentBytes]);
            asked.await();

            client.reset();

            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 1);
            assertThat(proxy.count(Counter.CLIENT_ABORTS)).isOne();
            decided.countDown();
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    @Test
    void noticesEndOfHalfABody() throws IOException, InterruptedException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answeringEach(this::waiting);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            client.send(upload(100)).send(new byte[50]);
            asked.await();

            client.endOutput();

            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, 1);
            assertThat(proxy.count(Counter.CLIENT_ABORTS)).isOne();
            decided.countDown();
            assertThat(endpoint.requests()).isEmpty();
        }
    }

    /// RFC 9112, 9.6: whoever sends no more may still read.
    @Test
    void answersWhoEndsBehindAWholeBody() throws IOException, InterruptedException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answeringEach(this::waiting);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            client.send(upload(100)).send(new byte[100]);
            asked.await();

            client.endOutput();
            decided.countDown();

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(endpoint.requests().getFirst().body()).hasSize(100);
        }
    }

    /// R-LIM-2: a client that goes on sending meanwhile is read no further than the read-ahead, and all of it arrives.
    @Test
    void passesOnAllThatWasSentMeanwhile() throws IOException, InterruptedException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                ScriptedEndpoint auth = ScriptedEndpoint.answeringEach(this::waiting);
                Wire client = proxy.serving(POLICY, endpoint, auth).connect()) {
            byte[] body = new byte[400_000];
            new Random(1).nextBytes(body);
            client.send(upload(2 * body.length)).send(body);
            asked.await();

            proxy.awaitAtLeast(Counter.BYTES_RECEIVED, Limits.DEFAULT.readAheadBytes());
            assertThat(proxy.count(Counter.BYTES_RECEIVED)).isLessThan(300_000);
            decided.countDown();
            client.send(body);

            assertThat(client.read().status()).isEqualTo(200);
            byte[] arrived = endpoint.requests().getFirst().body();
            assertThat(Arrays.copyOf(arrived, body.length)).isEqualTo(body);
            assertThat(Arrays.copyOfRange(arrived, body.length, arrived.length)).isEqualTo(body);
        }
    }

    private String waiting(Wire.Message question) throws InterruptedException {
        asked.countDown();
        decided.await();
        return YES;
    }

    private static String upload(int length) {
        return "POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
