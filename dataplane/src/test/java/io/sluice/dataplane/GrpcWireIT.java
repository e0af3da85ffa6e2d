package io.sluice.dataplane;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.http2.Http2Peer;
import io.sluice.dataplane.http2.Http2Wire;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What the proxy itself says to gRPC calls, frame by frame.
@OnEachTransport
class GrpcWireIT {

    private static final String GRPC = "content-type: application/grpc";
    private static final int CANCEL = 8;

    private final TransportChoice transport;
    private RunningProxy proxy;

    GrpcWireIT(TransportChoice transport) {
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

    private Http2Wire serving(Http2Endpoint... endpoints) throws IOException {
        proxy.serving(Http2Endpoint.cluster(UpstreamProtocol.Http.GRPC, null, RunningProxy.UPSTREAM, endpoints));
        return Http2Wire.connect(proxy.port());
    }

    private static int call(Http2Wire client, String... more) throws IOException {
        return client.post("/test.Echo/Unary", with(more));
    }

    private static String[] with(String... more) {
        String[] all = new String[more.length + 2];
        all[0] = GRPC;
        all[1] = "te: trailers";
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    /// One head, with HTTP's 200.
    @Test
    void saysThatNothingServes() throws IOException {
        try (Http2Wire client = serving()) {
            Http2Wire.Response response = client.await(call(client));

            assertThat(response.blocks()).hasSize(1);
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.field("content-type")).contains("application/grpc");
            assertThat(response.field("grpc-status")).contains("14");
            assertThat(response.field("grpc-message")).contains("sluice: no_endpoint");
            assertThat(response.body()).isEmpty();
        }
    }

    /// grpc-timeout is a limit of the proxy's too: the endpoint does no work that nobody waits for.
    @Test
    void endsCallWhoseTimeIsUp() throws Exception {
        CompletableFuture<Integer> reset = new CompletableFuture<>();
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    reset.complete(peer.awaitReset(peer.next()).reset());
                    peer.awaitEnd();
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(call(client, "grpc-timeout: 100m"));

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.field("grpc-status")).contains("4");
            assertThat(reset.get(20, TimeUnit.SECONDS)).isEqualTo(CANCEL);
        }
    }

    @Test
    void endsAnswerWhoseTimeIsUpByTrailers() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request request = peer.next();
                    peer.head(request, false, ":status: 200", GRPC).data(request, false, "some");
                    peer.awaitReset(request);
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(call(client, "grpc-timeout: 300m"));

            assertThat(response.text()).isEqualTo("some");
            assertThat(response.trailer("grpc-status")).contains("4");
        }
    }

    @Test
    void saysWhyAnAnswerBreaksOff() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request request = peer.next();
                    peer.head(request, false, ":status: 200", GRPC).data(request, false, "some");
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(call(client));

            assertThat(response.text()).isEqualTo("some");
            assertThat(response.trailer("grpc-status")).contains("14");
        }
    }

    /// Trailers alone stay trailers alone.
    @Test
    void passesAnswerOfOneHead() throws IOException {
        try (Http2Endpoint endpoint = Http2Endpoint.running(peer -> {
                    Http2Peer.Request request = peer.next();
                    peer.head(request, true, ":status: 200", GRPC, "grpc-status: 5")
                            .awaitEnd();
                });
                Http2Wire client = serving(endpoint)) {
            Http2Wire.Response response = client.await(call(client));

            assertThat(response.blocks()).hasSize(1);
            assertThat(response.field("grpc-status")).contains("5");
            assertThat(response.isEnded()).isTrue();
        }
    }
}
