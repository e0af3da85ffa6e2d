package io.sluice.dataplane;

import java.io.IOException;

import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Requests of clients of either version, to endpoints that speak HTTP/2.
@OnEachTransport
class Http2UpstreamIT {

    private final TransportChoice transport;
    private RunningProxy proxy;

    Http2UpstreamIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        proxy = RunningProxy.startHttp2(transport);
    }

    @AfterEach
    void stop() {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    @Test
    void servesClientOfHttp1() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.ok();
                Wire client = proxy.serving(Http2Endpoint.cluster(endpoint)).connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").read().text()).isEqualTo("ok");
            }
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    @Test
    void servesClientOfHttp2() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.ok()) {
            proxy.serving(Http2Endpoint.cluster(endpoint));
            try (Http2Wire client = Http2Wire.connect(proxy.port())) {
                assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
                assertThat(client.await(client.get("/")).text()).isEqualTo("ok");
            }
        }
    }
}
