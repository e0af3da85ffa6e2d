package io.sluice.dataplane;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// Clients that others have written, as far as they are installed: curl, and Debian's nghttp2-client.
@OnEachTransport
class Http2ToolsIT {

    private final TransportChoice transport;
    private RunningProxy proxy;
    private ScriptedEndpoint endpoint;

    Http2ToolsIT(TransportChoice transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() throws IOException {
        proxy = RunningProxy.startHttp2(transport);
        endpoint = ScriptedEndpoint.answeringEach(request ->
                "HTTP/1.1 200 OK\r\nContent-Length: " + (request.body().length + 2) + "\r\n\r\nok" + request.text());
        proxy.serving(endpoint);
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningProxy closing = proxy;
                ScriptedEndpoint ended = endpoint) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        assumeTrue(isInstalled(command[0]), () -> command[0] + " is not installed");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        return output;
    }

    private static boolean isInstalled(String program) {
        try {
            return new ProcessBuilder(program, "--version").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String url() {
        return "http://127.0.0.1:" + proxy.port() + "/";
    }

    @Test
    void servesCurl() throws Exception {
        String output =
                run("curl", "-s", "-i", "--http2-prior-knowledge", "-H", "Host: app.test", "-d", "hello", url());

        assertThat(output).startsWith("HTTP/2 200").endsWith("okhello");
    }

    @Test
    void servesNghttp() throws Exception {
        String output = run("nghttp", "-v", "-H", ":authority: app.test", "-m", "20", url());

        assertThat(output).contains(":status: 200", "END_STREAM");
    }

    @Test
    void servesH2load() throws Exception {
        String output = run("h2load", "-n", "2000", "-c", "4", "-m", "50", "-H", ":authority: app.test", url());

        assertThat(output).contains("2000 succeeded, 0 failed", "status codes: 2000 2xx");
    }
}
