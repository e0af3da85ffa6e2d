package io.sluice.controlplane.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.controlplane.assemble.AddressPolicy;
import io.sluice.controlplane.assemble.Assembly;
import io.sluice.controlplane.assemble.AssemblyInput;
import io.sluice.controlplane.assemble.ConfigAssembler;
import io.sluice.controlplane.assemble.HealthView;
import io.sluice.controlplane.assemble.Ownership;
import io.sluice.controlplane.assemble.ProxyLocation;
import io.sluice.controlplane.certs.CertificateStore;
import io.sluice.controlplane.certs.CertificateView;
import io.sluice.controlplane.compose.ComposeFile;
import io.sluice.controlplane.compose.ComposeReading;
import io.sluice.dataplane.model.HostTls;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SampleStackIT {

    private static SampleStack stack;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        stack = SampleStack.start("0.1");
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        stack.close();
        client.close();
    }

    @Test
    void everyReplicaHasItsOwnAddress() {
        assertThat(stack.addresses("web")).hasSize(2).doesNotHaveDuplicates();
        assertThat(stack.addresses("app")).hasSize(5).doesNotHaveDuplicates();
        assertThat(stack.addresses("demo")).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void pingTellsInstanceAndRequestIdAndSetsTheSession() throws Exception {
        HttpResponse<String> response = get("demo", 2, "/ping", "x-request-id", "\"<id>\"");

        JsonNode answer = new ObjectMapper().readTree(response.body());
        assertThat(answer.path("instance").asText()).isEqualTo("demo.3");
        assertThat(answer.path("version").asText()).isEqualTo("0.1");
        assertThat(answer.path("request_id").asText()).isEqualTo("\"<id>\"");
        assertThat(response.headers().firstValue("set-cookie").orElse("")).startsWith("session=");
    }

    @Test
    void thePageCountsAndTheSocketTells() throws Exception {
        BlockingQueue<String> totals = new LinkedBlockingQueue<>();
        InetSocketAddress web = stack.addresses("web").getFirst();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + web.getPort() + "/total"), new Listener(totals))
                .get(10, TimeUnit.SECONDS);
        long before = Long.parseLong(totals.poll(10, TimeUnit.SECONDS));

        assertThat(get("web", 1, "/").body()).contains("\"total\":" + (before + 1));

        assertThat(totals.poll(10, TimeUnit.SECONDS)).isEqualTo(String.valueOf(before + 1));
        socket.abort();
    }

    @Test
    void loadIsBounded() throws Exception {
        assertThat(get("demo", 0, "/load?bytes=1000&status=418").statusCode()).isEqualTo(418);
        assertThat(get("demo", 0, "/load?bytes=1000").body()).hasSize(1000);
        assertThat(get("demo", 0, "/load?bytes=-5&ms=x").body()).hasSize(2);
    }

    @Test
    void theComposeFileRoutesBothHosts() throws IOException {
        try (SampleCompose compose = SampleCompose.write(stack)) {
            ComposeReading reading = ComposeFile.load(compose.file(), Map.of());

            assertThat(reading).isInstanceOfSatisfying(ComposeReading.Loaded.class, loaded -> {
                CertificateView certificates = new CertificateStore(Path.of("/nowhere"), InstantSource.system()).view();
                Assembly assembly = new ConfigAssembler(AddressPolicy.COMPOSE, ProxyLocation.outside())
                        .assemble(new AssemblyInput(
                                loaded.state(), HealthView.ALL_HEALTHY, certificates, Ownership.NONE, 0));
                assertThat(assembly.errors()).isEmpty();
                assertThat(assembly.config().virtualHosts())
                        .extracting(host -> host.host().toString())
                        .containsExactlyInAnyOrder("counter.localhost", "demo.localhost");
                assertThat(assembly.config().virtualHosts()).allMatch(host -> host.tls() instanceof HostTls.Terminate);
                assertThat(assembly.services()).extracting("endpoints").containsExactlyInAnyOrder(2, 5);
            });
            assertThat(Files.exists(compose.file())).isTrue();
        }
    }

    private static HttpResponse<String> get(String service, int replica, String path, String... headers)
            throws IOException, InterruptedException {
        int port = stack.addresses(service).get(replica).getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private record Listener(BlockingQueue<String> totals) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            totals.add(data.toString());
            socket.request(1);
            return null;
        }
    }
}
