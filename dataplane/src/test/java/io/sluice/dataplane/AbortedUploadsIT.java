package io.sluice.dataplane;

import java.io.IOException;
import java.net.SocketException;
import java.util.Random;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client that goes in the middle of its upload is noticed at once, however its end and its last bytes come together.
@OnEachTransport
class AbortedUploadsIT {

    private static final int LENGTH = 1_000_000;
    private static final int COUNT = 150;

    private final TransportChoice transport;
    private RunningProxy proxy;

    AbortedUploadsIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.start(transport);
    }

    @AfterEach
    void stop() {
        proxy.close();
    }

    /// Before the time-out for a body that stalls, which would end the connections as well.
    @Test
    void endsConnectionOfEveryClientThatWent() throws IOException {
        long seed = System.nanoTime();
        System.out.println("AbortedUploadsIT seed " + seed);
        Random random = new Random(seed);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok()) {
            proxy.serving(endpoint);

            for (int i = 0; i < COUNT; i++) {
                abortUpload(random.nextInt(1, 400_000), random.nextBoolean());
            }

            proxy.awaitCount(Counter.CONNECTIONS_CLOSED, COUNT);
            proxy.awaitQuiet();
        }
    }

    private void abortUpload(int sentBytes, boolean reset) throws IOException {
        try (Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: app.test\r\nContent-Length: " + LENGTH + "\r\n\r\n");
            client.send(new byte[sentBytes]);
            if (reset) {
                client.reset();
            }
        } catch (SocketException e) {
            // the proxy was faster: what it has answered ended the connection
        }
    }
}
