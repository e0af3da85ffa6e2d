package io.sluice.dataplane;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import io.sluice.dataplane.model.UpstreamTls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Calls of all kinds between gRPC's own client and server, with the proxy between them, HTTP/2 on both sides.
@OnEachTransport
class GrpcIT {

    private final TransportChoice transport;
    private final EchoService service = new EchoService();
    private RunningProxy proxy;
    private Server server;
    private Server tlsServer;
    private ManagedChannel channel;

    GrpcIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.startHttp2(transport);
        server = service.builder().build().start();
        tlsServer = service.builder()
                .useTransportSecurity(resource("other.crt"), resource("other.key"))
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress("127.0.0.1", proxy.port())
                .overrideAuthority("app.test")
                .usePlaintext()
                .maxInboundMessageSize(32 << 20)
                .build();
        serve(server, null);
    }

    @AfterEach
    void stop() throws InterruptedException {
        try (RunningProxy closing = proxy) {
            channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            tlsServer.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
            closing.awaitQuiet();
        }
    }

    private static InputStream resource(String name) {
        return GrpcIT.class.getResourceAsStream("/tls/" + name);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void serve(Server behind, UpstreamTls tls) {
        serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), behind.getPort()), tls);
    }

    private void serve(InetSocketAddress address, UpstreamTls tls) {
        proxy.serving(new Cluster(
                "app",
                List.of(new Endpoint("grpc.1", address)),
                LbPolicy.ROUND_ROBIN,
                new Affinity.None(),
                RunningProxy.UPSTREAM,
                RetryPolicy.DEFAULT,
                OutlierPolicy.DEFAULT,
                Cluster.UNLIMITED,
                Duration.ZERO,
                new UpstreamProtocol(UpstreamProtocol.Http.GRPC, tls, false)));
    }

    private static CallOptions patient() {
        return CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private byte[] unary(byte[] request) {
        return ClientCalls.blockingUnaryCall(channel, EchoService.UNARY, patient(), request);
    }

    private void assertAllKinds() throws Exception {
        assertThat(unary(text("hello"))).isEqualTo(text("hello"));

        List<byte[]> many = new ArrayList<>();
        ClientCalls.blockingServerStreamingCall(channel, EchoService.DOWNLOAD, patient(), text("again"))
                .forEachRemaining(many::add);
        assertThat(many).hasSize(10).allSatisfy(message -> assertThat(message).isEqualTo(text("again")));

        assertThat(upload(10, 1000)).isEqualTo("10000");
        assertThat(converse()).containsExactly("one", "two", "three");
    }

    private String upload(int messages, int bytes) throws Exception {
        Collected answer = new Collected();
        StreamObserver<byte[]> out =
                ClientCalls.asyncClientStreamingCall(channel.newCall(EchoService.UPLOAD, patient()), answer);
        for (int i = 0; i < messages; i++) {
            out.onNext(new byte[bytes]);
        }
        out.onCompleted();
        return answer.all.get(20, TimeUnit.SECONDS).getFirst();
    }

    /// Each message is sent when the one before has come back.
    private List<String> converse() throws Exception {
        ClientCall<byte[], byte[]> call = channel.newCall(EchoService.TALK, patient());
        Collected answer = new Collected();
        StreamObserver<byte[]> out = ClientCalls.asyncBidiStreamingCall(call, answer);
        for (String word : List.of("one", "two", "three")) {
            CountDownLatch echoed = answer.expectOne();
            out.onNext(text(word));
            assertThat(echoed.await(20, TimeUnit.SECONDS)).isTrue();
        }
        out.onCompleted();
        return answer.all.get(20, TimeUnit.SECONDS);
    }

    private static final class Collected implements StreamObserver<byte[]> {
        private final CompletableFuture<List<String>> all = new CompletableFuture<>();
        private final List<String> messages = new ArrayList<>();
        private volatile CountDownLatch expected = new CountDownLatch(0);

        CountDownLatch expectOne() {
            expected = new CountDownLatch(1);
            return expected;
        }

        @Override
        public void onNext(byte[] message) {
            messages.add(new String(message, StandardCharsets.UTF_8));
            expected.countDown();
        }

        @Override
        public void onError(Throwable error) {
            all.completeExceptionally(error);
        }

        @Override
        public void onCompleted() {
            all.complete(messages);
        }
    }

    @Test
    void callsOfAllKindsPass() throws Exception {
        assertAllKinds();
    }

    @Test
    void callsOfAllKindsPassOverTls() throws Exception {
        serve(tlsServer, new UpstreamTls(false, "", ""));

        assertAllKinds();
    }

    @Test
    void largeMessagesPassBothWays() throws Exception {
        byte[] large = new byte[8 << 20];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) (i * 31);
        }

        assertThat(unary(large)).isEqualTo(large);
        assertThat(upload(64, 100_000)).isEqualTo("6400000");
    }

    @Test
    void metadataPassesInHeadsAndTrailers() {
        Metadata sent = new Metadata();
        sent.put(EchoService.ECHO, "yes");
        sent.put(EchoService.BINARY, new byte[] {0, 1, (byte) 0xfe});
        var heads = new AtomicReference<Metadata>();
        var trailers = new AtomicReference<Metadata>();
        Channel with = ClientInterceptors.intercept(
                channel,
                MetadataUtils.newAttachHeadersInterceptor(sent),
                MetadataUtils.newCaptureMetadataInterceptor(heads, trailers));

        ClientCalls.blockingUnaryCall(with, EchoService.UNARY, patient(), text("hello"));

        for (Metadata received : List.of(heads.get(), trailers.get())) {
            assertThat(received.get(EchoService.ECHO)).isEqualTo("yes");
            assertThat(received.get(EchoService.BINARY)).containsExactly(0, 1, 0xfe);
        }
    }

    private Status statusOf(MethodDescriptor<byte[], byte[]> called, CallOptions options, String message) {
        try {
            ClientCalls.blockingUnaryCall(channel, called, options, text(message));
            return Status.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus();
        }
    }

    /// An answer that is trailers alone.
    @Test
    void statusOfTheServicePasses() {
        Status status = statusOf(EchoService.FAIL, patient(), "gone: ä");

        assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(status.getDescription()).isEqualTo("gone: ä");
        assertThat(statusOf(EchoService.method(MethodType.UNARY, "Nothing"), patient(), "")
                        .getCode())
                .isEqualTo(Status.Code.UNIMPLEMENTED);
    }

    @Test
    void cancelReachesTheService() throws Exception {
        ClientCall<byte[], byte[]> call = channel.newCall(EchoService.HANG, CallOptions.DEFAULT);
        Collected answer = new Collected();
        CountDownLatch first = answer.expectOne();
        ClientCalls.asyncServerStreamingCall(call, text("hello"), answer);
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

        call.cancel("enough", null);

        assertThat(service.hungUp().await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void deadlineEndsTheCallEverywhere() throws Exception {
        assertThatThrownBy(() -> ClientCalls.blockingServerStreamingCall(
                                channel,
                                EchoService.HANG,
                                CallOptions.DEFAULT.withDeadlineAfter(200, TimeUnit.MILLISECONDS),
                                text("hello"))
                        .forEachRemaining(message -> {}))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED));
        assertThat(service.hungUp().await(20, TimeUnit.SECONDS)).isTrue();
    }

    /// The proxy's own failures are statuses, not pages.
    @Test
    void tellsItsOwnFailuresAsStatuses() throws IOException {
        assertThat(unary(text("hello"))).isEqualTo(text("hello"));
        int closed;
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = probe.getLocalPort();
        }
        serve(new InetSocketAddress(InetAddress.getLoopbackAddress(), closed), null);

        Status status = statusOf(EchoService.UNARY, patient(), "hello");

        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).startsWith("sluice: ");
    }
}
