package io.sluice.dataplane;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RouteAction.Forward;
import io.sluice.dataplane.model.RouteAction.Maintenance;
import io.sluice.dataplane.model.RouteAction.Redirect;
import io.sluice.dataplane.model.TransportChoice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// Hosts, prefixes, rewrites, redirects and maintenance, as clients and endpoints see them. Numbers are those of the
/// acceptance scenarios.
@OnEachTransport
class RoutingIT {

    private final TransportChoice transport;
    private RunningProxy proxy;

    RoutingIT(TransportChoice transport) {
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

    private Wire serve(Site site) throws IOException {
        proxy.dataPlane().publish(site.config());
        return proxy.connect();
    }

    private static String request(String method, String host, String target) {
        return method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    private static Wire.Message ask(Wire client, String host, String target) throws IOException {
        return client.send(request("GET", host, target)).read();
    }

    private static ScriptedEndpoint naming(String name) throws IOException {
        return ScriptedEndpoint.answering("HTTP/1.1 200 OK\r\nContent-Length: " + name.length() + "\r\n\r\n" + name);
    }

    private static String targetSeenBy(ScriptedEndpoint endpoint) {
        return endpoint.requests().getLast().startLine().split(" ")[1];
    }

    /// 4, 5, R-H1-8.
    @Test
    void comparesHostsWithoutCasePortAndDot() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(new Site().cluster("c", endpoint).route("demo.test", "/", new Forward("c")))) {
            for (String host : List.of("DEMO.test", "demo.test:8080", "demo.test.", "Demo.Test.:1")) {
                assertThat(ask(client, host, "/").status()).as(host).isEqualTo(200);
                assertThat(endpoint.requests().getLast().field("host")).contains(host);
            }
            Wire.Message page = ask(client, "other.test", "/");
            assertThat(page.status()).isEqualTo(503);
            assertThat(page.text()).contains("No service is published for this host");
        }
    }

    /// 6.
    @Test
    void servesOtherHostsByDefaultWithTheirHostField() throws IOException {
        try (ScriptedEndpoint one = naming("one");
                ScriptedEndpoint other = naming("default");
                Wire client = serve(new Site()
                        .cluster("c", one)
                        .cluster("d", other)
                        .route("demo.test", "/", new Forward("c"))
                        .defaultRoute(new Forward("d")))) {
            assertThat(ask(client, "other.test", "/x").text()).isEqualTo("default");
            assertThat(other.requests().getLast().field("host")).contains("other.test");
            assertThat(ask(client, "demo.test", "/x").text()).isEqualTo("one");
        }
    }

    @Test
    void prefersExactHostThenLongestWildcard() throws IOException {
        try (ScriptedEndpoint exact = naming("exact");
                ScriptedEndpoint near = naming("near");
                ScriptedEndpoint far = naming("far");
                Wire client = serve(new Site()
                        .cluster("exact", exact)
                        .cluster("near", near)
                        .cluster("far", far)
                        .route("x.apps.test", "/", new Forward("exact"))
                        .route("*.apps.test", "/", new Forward("near"))
                        .route("*.test", "/", new Forward("far")))) {
            assertThat(ask(client, "X.apps.test:80", "/").text()).isEqualTo("exact");
            assertThat(ask(client, "y.Apps.test", "/").text()).isEqualTo("near");
            assertThat(ask(client, "a.b.apps.test.", "/").text()).isEqualTo("near");
            assertThat(ask(client, "apps.test", "/").text()).isEqualTo("far");
            assertThat(ask(client, "test", "/").status()).isEqualTo(503);
        }
    }

    /// 22, 26, 27.
    @Test
    void passesThePathBelowAPrefixUnchanged() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(new Site().cluster("c", endpoint).route("h.test", "/app", new Forward("c")))) {
            assertThat(ask(client, "h.test", "/app/x").status()).isEqualTo(200);
            assertThat(targetSeenBy(endpoint)).isEqualTo("/app/x");
            assertThat(ask(client, "h.test", "/app").status()).isEqualTo(200);
            assertThat(targetSeenBy(endpoint)).isEqualTo("/app");
            assertThat(ask(client, "h.test", "/apple").status()).isEqualTo(503);
            assertThat(ask(client, "h.test", "/").status()).isEqualTo(503);
            assertThat(endpoint.requests()).hasSize(2);
        }
    }

    /// 23, 25.
    @Test
    void takesThePrefixOffWhereAsked() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client =
                        serve(new Site().cluster("c", endpoint).route("h.test", "/app", new Forward("c", true)))) {
            for (String path : List.of("/x?q=1", "/users", "/", "/?q", "//x", "/a%2fb?c=/app/")) {
                assertThat(ask(client, "h.test", "/app" + path).status()).isEqualTo(200);
                assertThat(targetSeenBy(endpoint)).isEqualTo(path);
            }
            assertThat(endpoint.requests().getLast().field("x-forwarded-prefix"))
                    .contains("/app");
            client.send(request("POST", "h.test", "/other/../app/%75sers")).read();
            assertThat(targetSeenBy(endpoint)).isEqualTo("/users");
            assertThat(endpoint.connections())
                    .as("no answer ended a connection")
                    .isEqualTo(1);
        }
    }

    @Test
    void takesThePrefixOffAgainOnARetry() throws IOException {
        Endpoint dead;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            dead = new Endpoint("dead", (InetSocketAddress) free.getLocalSocketAddress());
        }
        try (ScriptedEndpoint alive = ScriptedEndpoint.ok();
                Wire client = serve(new Site()
                        .cluster("c", List.of(dead, alive.endpoint()))
                        .route("h.test", "/app", new Forward("c", true)))) {
            for (int i = 0; i < 4; i++) {
                assertThat(ask(client, "h.test", "/app/x").status()).isEqualTo(200);
                assertThat(targetSeenBy(alive)).isEqualTo("/x");
            }
        }
    }

    /// 24.
    @Test
    void redirectsThePrefixItselfToItsSlash() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client =
                        serve(new Site().cluster("c", endpoint).route("h.test", "/app", new Forward("c", true)))) {
            Wire.Message answer = ask(client, "h.test", "/app");
            assertThat(answer.status()).isEqualTo(301);
            assertThat(answer.field("location")).contains("/app/");
            assertThat(ask(client, "h.test", "/app?q=/x").field("location")).contains("/app/?q=/x");
            assertThat(client.send(request("POST", "h.test", "/app")).read().status())
                    .isEqualTo(308);
            assertThat(endpoint.requests()).isEmpty();
            assertThat(ask(client, "h.test", "/app/").status()).isEqualTo(200);
        }
    }

    /// 28.
    @Test
    void servesOneHostFromSeveralServices() throws IOException {
        try (ScriptedEndpoint a = naming("a");
                ScriptedEndpoint b = naming("b");
                ScriptedEndpoint root = naming("root");
                Wire client = serve(new Site()
                        .cluster("a", a)
                        .cluster("b", b)
                        .cluster("root", root)
                        .route("h.test", "/a", new Forward("a"))
                        .route("h.test", "/b", new Forward("b"))
                        .route("h.test", "/", new Forward("root")))) {
            assertThat(ask(client, "h.test", "/a/1").text()).isEqualTo("a");
            assertThat(ask(client, "h.test", "/b/1").text()).isEqualTo("b");
            assertThat(ask(client, "h.test", "/c").text()).isEqualTo("root");
        }
    }

    /// 29, 30, 44.
    @Test
    void redirectsToAnotherHost() throws IOException {
        try (Wire client = serve(new Site()
                .route("old.test", "/", new Redirect("http://new.test", 302))
                .route("older.test", "/", new Redirect("https://new.test/base", 308)))) {
            Wire.Message answer = ask(client, "old.test", "/x?y=1");
            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 302 Found");
            assertThat(answer.field("location")).contains("http://new.test/x?y=1");
            assertThat(answer.field("x-request-id").orElseThrow()).matches("[0-9a-f]{32}");
            assertThat(answer.field("x-proxy-id")).contains("proxy");
            assertThat(answer.field("x-server-info")).contains("sluice/test");
            assertThat(answer.head()).doesNotContain("x-upstream-", "connection:");

            Wire.Message permanent = ask(client, "older.test", "/a/../b");
            assertThat(permanent.startLine()).isEqualTo("HTTP/1.1 308 Permanent Redirect");
            assertThat(permanent.field("location")).contains("https://new.test/base/b");
        }
        assertThat(responses("old.test/")).isEqualTo(List.of(0L, 0L, 0L, 1L, 0L, 0L));
        assertThat(proxy.dataPlane().cut().clusters()).isEmpty();
    }

    /// 62.
    @Test
    void redirectsToTheSameHostOverTls() throws IOException {
        try (Wire client = serve(new Site()
                .route("h.test", "/", new RouteAction.RedirectToHttps(443))
                .route("i.test", "/", new RouteAction.RedirectToHttps(8443)))) {
            Wire.Message answer = ask(client, "H.test:8080", "/x?y=1");
            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 308 Permanent Redirect");
            assertThat(answer.field("location")).contains("https://H.test/x?y=1");

            assertThat(ask(client, "i.test", "/").field("location")).contains("https://i.test:8443/");
        }
    }

    @Test
    void answersWithText() throws IOException {
        try (Wire client = serve(new Site().route("h.test", "/.well-known/x", new RouteAction.Text("proof")))) {
            Wire.Message answer = ask(client, "h.test", "/.well-known/x");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("proof");
            assertThat(answer.field("content-type")).contains("text/plain; charset=utf-8");
        }
    }

    private List<Long> responses(String route) {
        return proxy.dataPlane().cut().routes().stream()
                .filter(traffic -> traffic.route().equals(route))
                .map(TrafficCut.RouteTraffic::responses)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void putsNothingOfTheRequestIntoAnotherLine() throws IOException {
        try (Wire client = serve(new Site().route("old.test", "/", new Redirect("http://new.test", 302)))) {
            Wire.Message answer = ask(client, "old.test", "/%0d%0aSet-Cookie:%20a=b?\"<>");

            assertThat(answer.field("location")).contains("http://new.test/%0d%0aSet-Cookie:%20a=b?\"<>");
            assertThat(answer.field("set-cookie")).isEmpty();
            assertThat(answer.text()).doesNotContain("Set-Cookie", "a=b");
        }
    }

    @Test
    void answersHeadRequestsWithoutBody() throws IOException {
        try (Wire client = serve(new Site().route("old.test", "/", new Redirect("http://new.test", 302)))) {
            client.send(request("HEAD", "old.test", "/x"));
            Wire.Message head = client.readWithoutBody();
            assertThat(head.status()).isEqualTo(302);
            assertThat(Integer.parseInt(head.field("content-length").orElseThrow()))
                    .isPositive();
            assertThat(ask(client, "old.test", "/y").field("location")).contains("http://new.test/y");
        }
    }

    @Test
    void keepsTheConnectionAsTheRequestAllows() throws IOException {
        Site site = new Site().route("old.test", "/", new Redirect("http://new.test", 307));
        try (Wire client = serve(site)) {
            client.send("GET / HTTP/1.0\r\nHost: old.test\r\nConnection: keep-alive\r\n\r\n");
            assertThat(client.read().field("connection")).contains("keep-alive");
            client.send("GET / HTTP/1.0\r\nHost: old.test\r\n\r\n");
            assertThat(client.read().field("connection")).contains("close");
            assertThatThrownBy(client::readByte).isInstanceOf(EOFException.class);
        }
        try (Wire client = proxy.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: old.test\r\nContent-Length: 4\r\n\r\nbody");
            Wire.Message answer = client.read();
            assertThat(answer.status()).isEqualTo(307);
            assertThat(answer.field("connection")).as("its body is not read").contains("close");
            assertThatThrownBy(client::readByte).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void answersPipelinedRequestsForRedirectsInOrder() throws IOException {
        try (ScriptedEndpoint endpoint = naming("app");
                Wire client = serve(new Site()
                        .cluster("c", endpoint)
                        .route("h.test", "/", new Forward("c"))
                        .route("h.test", "/old", new Redirect("http://new.test", 302)))) {
            client.send((request("GET", "h.test", "/old/1") + request("GET", "h.test", "/2")).repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(client.read().field("location")).contains("http://new.test/old/1");
                assertThat(client.read().text()).isEqualTo("app");
            }
        }
    }

    @Test
    void saysThatARouteIsInMaintenance() throws IOException {
        try (Wire client = serve(new Site()
                .route("own.test", "/", new Maintenance("<h1>Back at noon</h1>"))
                .route("plain.test", "/", new Maintenance("")))) {
            Wire.Message own = ask(client, "own.test", "/x");
            assertThat(own.status()).isEqualTo(503);
            assertThat(own.text()).isEqualTo("<h1>Back at noon</h1>");
            assertThat(own.field("content-type")).contains("text/html; charset=utf-8");
            assertThat(own.field("retry-after")).contains("60");
            assertThat(own.field("proxy-status").orElseThrow()).contains("details=\"maintenance\"");
            assertThat(ask(client, "plain.test", "/").text()).contains("being worked on");

            client.send("GET / HTTP/1.1\r\nHost: own.test\r\nAccept: application/json\r\n\r\n");
            assertThat(client.read().text()).contains("\"error\":\"maintenance\"");
        }
        assertThat(proxy.failures("maintenance")).isEqualTo(3);
        assertThat(responses("own.test/")).isEqualTo(List.of(0L, 0L, 0L, 0L, 0L, 2L));
    }

    /// A publication may turn a route that forwards into one that does not, and back.
    @Test
    void changesWhatARouteDoesBetweenRequests() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                Wire client = serve(new Site().cluster("c", endpoint).route("h.test", "/", new Forward("c")))) {
            assertThat(ask(client, "h.test", "/").status()).isEqualTo(200);
            proxy.dataPlane()
                    .publish(
                            new Site().route("h.test", "/", new Maintenance("")).config());
            assertThat(ask(client, "h.test", "/").status()).isEqualTo(503);
            proxy.dataPlane()
                    .publish(new Site()
                            .cluster("c", endpoint)
                            .route("h.test", "/", new Forward("c"))
                            .config());
            assertThat(ask(client, "h.test", "/").status()).isEqualTo(200);
        }
    }

    /// 45.
    @Test
    void hidesWhereAnswersComeFromWhenAsked() throws IOException {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.ok();
                RunningProxy hiding = RunningProxy.startHidingInfo(transport)) {
            hiding.dataPlane()
                    .publish(new Site()
                            .cluster("c", endpoint)
                            .route("h.test", "/", new Forward("c"))
                            .route("old.test", "/", new Redirect("http://new.test", 302))
                            .config());
            try (Wire client = hiding.connect()) {
                for (String host : List.of("h.test", "old.test", "unknown.test")) {
                    assertThat(ask(client, host, "/").head())
                            .as(host)
                            .doesNotContain("x-request-id", "x-proxy-id", "x-server-info", "x-upstream");
                }
            }
            hiding.awaitQuiet();
        }
    }
}
