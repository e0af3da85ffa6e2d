package io.sluice.dataplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// The end of a proxy: nobody is cut who finishes within the grace period.
@OnEachTransport
class DrainIT {

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration SHORT_GRACE = Duration.ofMillis(200);

    private final TransportChoice transport;
    private RunningProxy proxy;

    DrainIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport);
    }

    @AfterEach
    void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    @Test
    void finishesWhatIsUnderWayAndClosesWhatIsIdle() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answeringEach(request -> {
                    goOn.await();
                    return "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                });
                Wire busy = proxy.serving(endpoint).connect();
                Wire idle = proxy.connect()) {
            busy.get("/");
            await().until(() -> proxy.inFlight() == 1);

            CompletableFuture<Boolean> drained =
                    CompletableFuture.supplyAsync(() -> proxy.dataPlane().drain(GRACE));
            assertThat(idle.readRest()).isEmpty();
            goOn.countDown();

            Wire.Message response = busy.read();
            assertThat(response.text()).isEqualTo("ok");
            assertThat(response.field("connection")).contains("close");
            assertThat(busy.readRest()).isEmpty();
            busy.close();
            assertThat(drained.get()).isTrue();
            assertThatThrownBy(() -> proxy.connect()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void saysThatSomethingWasCut() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.running(wire -> wire.readToEnd());
                Wire busy = proxy.serving(endpoint).connect()) {
            busy.get("/");
            await().until(() -> proxy.inFlight() == 1);

            assertThat(proxy.dataPlane().drain(SHORT_GRACE)).isFalse();

            assertThat(busy.readToEnd().text()).isEmpty();
        }
    }

    @Test
    void drainsAtOnceWhenNobodyIsThere() {
        assertThat(proxy.dataPlane().drain(GRACE)).isTrue();
    }

    @Test
    void closesTwiceWithoutHarm() {
        DataPlane dataPlane = proxy.dataPlane();
        dataPlane.close();
        dataPlane.close();

        assertThat(dataPlane.drain(GRACE)).isTrue();
        assertThatThrownBy(() -> dataPlane.publish(ProxyConfig.EMPTY)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesAddressInUse() {
        int port = proxy.port();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.getLocalPort()).isNotEqualTo(port);
            DataPlaneConfig config = new DataPlaneConfig(
                    List.of(new ListenAddress((InetSocketAddress) other.getLocalSocketAddress())),
                    transport,
                    1,
                    Limits.DEFAULT,
                    DownstreamTimeouts.DEFAULT,
                    List.of(),
                    true,
                    "proxy",
                    "sluice/test");

            assertThatThrownBy(() -> DataPlane.start(config))
                    .isInstanceOf(DataPlaneException.class)
                    .hasMessageContaining("127.0.0.1:" + other.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
