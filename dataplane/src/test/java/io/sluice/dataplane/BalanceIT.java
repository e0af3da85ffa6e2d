package io.sluice.dataplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// How requests spread over endpoints, and what binds them to one.
@OnEachTransport
class BalanceIT {

    private static final Affinity NONE = new Affinity.None();
    private static final Affinity SESSION = new Affinity.AppCookie("session");
    private static final Affinity STICKY = new Affinity.ProxyCookie("lb");

    private final TransportChoice transport;
    private final List<ScriptedEndpoint> endpoints = new ArrayList<>();
    private RunningProxy proxy;

    BalanceIT(TransportChoice transport) {
        this.transport = transport;
    }

    @AfterEach
    void stop() throws IOException {
        try (RunningProxy closing = proxy) {
            if (closing != null) {
                closing.awaitQuiet();
            }
        }
        for (ScriptedEndpoint endpoint : endpoints) {
            endpoint.close();
        }
    }

    /// Endpoints that answer with their number.
    private void start(int count) throws IOException {
        proxy = RunningProxy.start(transport);
        for (int i = 0; i < count; i++) {
            endpoints.add(ScriptedEndpoint.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + i));
        }
    }

    private void serve(LbPolicy policy, Affinity affinity, int count) {
        proxy.serving(cluster(
                policy,
                affinity,
                Cluster.UNLIMITED,
                endpoints.stream().limit(count).map(ScriptedEndpoint::endpoint).toArray(Endpoint[]::new)));
    }

    private static Cluster cluster(LbPolicy policy, Affinity affinity, int maxRequests, Endpoint... all) {
        return new Cluster(
                "app",
                List.of(all),
                policy,
                affinity,
                RunningProxy.UPSTREAM,
                RetryPolicy.DEFAULT,
                OutlierPolicy.DEFAULT,
                maxRequests,
                Duration.ZERO,
                UpstreamProtocol.PLAIN);
    }

    private static Wire.Message get(Wire client, String cookie) throws IOException {
        client.send("GET / HTTP/1.1\r\nHost: app.test\r\n" + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n")
                + "\r\n");
        Wire.Message response = client.read();
        assertThat(response.status()).isEqualTo(200);
        return response;
    }

    private int[] counts() {
        return endpoints.stream().mapToInt(e -> e.requests().size()).toArray();
    }

    /// Acceptance 8: 400 requests over four, 100 each, within ten percent.
    @Test
    void sharesEquallyAmongReplicas() throws IOException {
        start(4);
        serve(LbPolicy.ROUND_ROBIN, NONE, 4);
        try (Wire client = proxy.connect()) {
            for (int i = 0; i < 400; i++) {
                get(client, "");
            }
        }

        assertThat(Arrays.stream(counts()))
                .allSatisfy(count -> assertThat(count).isBetween(90, 110));
    }

    /// Acceptance 11: four tasks of version 1 and one of version 2 serve the same host; a fifth goes to version
    /// 2.
    @Test
    void sharesCanaryByTasks() throws IOException {
        start(5);
        serve(LbPolicy.ROUND_ROBIN, NONE, 5);
        try (Wire client = proxy.connect()) {
            for (int i = 0; i < 1000; i++) {
                get(client, "");
            }
        }

        assertThat(counts()[4]).isBetween(170, 230);
    }

    /// The same by weight: two services behind their VIPs.
    @Test
    void sharesCanaryByWeight() throws IOException {
        start(2);
        Endpoint heavy = endpoints.get(0).endpoint();
        Endpoint light = endpoints.get(1).endpoint();
        proxy.serving(cluster(
                LbPolicy.ROUND_ROBIN,
                NONE,
                Cluster.UNLIMITED,
                new Endpoint(heavy.name(), heavy.address(), 4, heavy.since(), true),
                light));
        try (Wire client = proxy.connect()) {
            for (int i = 0; i < 1000; i++) {
                get(client, "");
            }
        }

        assertThat(counts()[1]).isBetween(170, 230);
    }

    /// Acceptance 17, 18 and 20.
    @Test
    void appCookieBinds() throws IOException {
        start(5);
        serve(LbPolicy.ROUND_ROBIN, SESSION, 5);
        try (Wire client = proxy.connect()) {
            Set<String> ofOneValue = new HashSet<>();
            for (int i = 0; i < 50; i++) {
                ofOneValue.add(get(client, "session=V").text());
            }
            assertThat(ofOneValue).hasSize(1);

            Set<String> ofManyValues = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                ofManyValues.add(get(client, "a=b; session=value" + i).text());
            }
            assertThat(ofManyValues).hasSizeGreaterThanOrEqualTo(4);

            Set<String> ofNoValue = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                Wire.Message response = get(client, "");
                ofNoValue.add(response.text());
                assertThat(response.field("set-cookie")).isEmpty();
            }
            assertThat(ofNoValue).hasSizeGreaterThanOrEqualTo(4);
        }
    }

    /// Acceptance 19: of 1,000 values at most a sixth and five percent move when a sixth task comes.
    @Test
    void appCookiesMostlyStayWhenTaskComes() throws IOException {
        start(6);
        serve(LbPolicy.ROUND_ROBIN, SESSION, 5);
        int moved = 0;
        try (Wire client = proxy.connect()) {
            String[] before = new String[1000];
            for (int i = 0; i < before.length; i++) {
                before[i] = get(client, "session=" + i).text();
            }
            serve(LbPolicy.ROUND_ROBIN, SESSION, 6);
            for (int i = 0; i < before.length; i++) {
                moved += get(client, "session=" + i).text().equals(before[i]) ? 0 : 1;
            }
        }

        assertThat(moved).isBetween(50, 1000 / 6 + 50);
    }

    /// Acceptance 21: one client, and another in its network.
    @Test
    void ipHashBindsNetwork() throws IOException {
        start(5);
        serve(LbPolicy.IP_HASH, NONE, 5);
        Set<String> answers = new HashSet<>();
        for (int last = 1; last <= 3; last++) {
            try (Wire client = connectFrom("127.0.0." + last)) {
                for (int i = 0; i < 50; i++) {
                    answers.add(get(client, "").text());
                }
            }
        }
        assertThat(answers).hasSize(1);

        for (int network = 1; network <= 30; network++) {
            try (Wire client = connectFrom("127.0." + network + ".1")) {
                answers.add(get(client, "").text());
            }
        }
        assertThat(answers).hasSizeGreaterThanOrEqualTo(4);
    }

    private Wire connectFrom(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
        return new Wire(socket);
    }

    @Test
    void ownCookieBinds() throws IOException {
        start(3);
        serve(LbPolicy.ROUND_ROBIN, STICKY, 3);
        try (Wire client = proxy.connect()) {
            Wire.Message first = get(client, "");
            String line = first.field("set-cookie").orElseThrow();
            assertThat(line).matches("lb=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax");
            String cookie = line.substring(0, line.indexOf(';'));

            for (int i = 0; i < 20; i++) {
                Wire.Message response = get(client, "a=b; " + cookie);
                assertThat(response.text()).isEqualTo(first.text());
                assertThat(response.field("set-cookie")).isEmpty();
            }
            assertThat(get(client, "lb=forged").field("set-cookie")).isPresent();
        }
    }

    @Test
    void ownCookieIsSetAnewWhenItsTaskIsGone() throws IOException {
        start(3);
        serve(LbPolicy.ROUND_ROBIN, STICKY, 3);
        try (Wire client = proxy.connect()) {
            Wire.Message response = get(client, "");
            while (!response.text().equals("2")) {
                response = get(client, "");
            }
            String line = response.field("set-cookie").orElseThrow();
            serve(LbPolicy.ROUND_ROBIN, STICKY, 2);

            Wire.Message moved = get(client, line.substring(0, line.indexOf(';')));

            assertThat(moved.text()).isIn("0", "1");
            assertThat(moved.field("set-cookie").orElseThrow())
                    .startsWith("lb=")
                    .isNotEqualTo(line);
        }
    }

    /// The endpoint that the cookie names cannot be connected: the client moves, and is told.
    @Test
    void ownCookieIsSetAnewWhenItsTaskIsDead() throws IOException {
        start(2);
        Endpoint dead = nobody();
        proxy.serving(cluster(
                LbPolicy.ROUND_ROBIN,
                STICKY,
                Cluster.UNLIMITED,
                dead,
                endpoints.get(0).endpoint()));
        try (Wire client = proxy.connect()) {
            Set<String> lines = new HashSet<>();
            for (int i = 0; i < 4; i++) {
                lines.add(get(client, "").field("set-cookie").orElseThrow());
            }

            assertThat(lines).hasSize(1);
        }
    }

    private static Endpoint nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("nobody", (InetSocketAddress) free.getLocalSocketAddress());
        }
    }

    @Test
    void unhealthyEndpointGetsNothing() throws IOException {
        start(2);
        Endpoint well = endpoints.get(0).endpoint();
        Endpoint sick = endpoints.get(1).endpoint();
        proxy.serving(cluster(
                LbPolicy.LEAST_REQUEST,
                NONE,
                Cluster.UNLIMITED,
                well,
                new Endpoint(sick.name(), sick.address(), 1, sick.since(), false)));
        try (Wire client = proxy.connect()) {
            for (int i = 0; i < 50; i++) {
                get(client, "");
            }
        }

        assertThat(counts()).containsExactly(50, 0);
    }

    /// R-LIM-5: one service cannot take everything.
    @Test
    void answers503OverTheLimitOfACluster() throws IOException {
        proxy = RunningProxy.start(transport);
        try (ScriptedEndpoint silent = ScriptedEndpoint.running(Wire::readToEnd);
                Wire first = proxy.connect();
                Wire second = proxy.connect()) {
            proxy.serving(cluster(LbPolicy.ROUND_ROBIN, NONE, 1, silent.endpoint()));
            first.get("/");
            proxy.awaitCount(Counter.REQUESTS, 1);
            Wire.Message refused = second.get("/").read();

            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.field("retry-after")).isPresent();
            assertThat(refused.field("proxy-status").orElseThrow()).contains("cluster_busy");
            assertThat(proxy.count(Counter.CLUSTER_LIMIT)).isEqualTo(1);

            first.reset();
            proxy.awaitCount(Counter.CLIENT_ABORTS, 1);
            second.get("/");
            proxy.awaitCount(Counter.REQUESTS, 3);
            assertThat(proxy.count(Counter.CLUSTER_LIMIT)).isEqualTo(1);
        }
    }
}
