package io.sluice.dataplane;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import io.sluice.dataplane.loop.DirectMemory;
import io.sluice.dataplane.loop.Transport;
import io.sluice.dataplane.metrics.Counter;
import io.sluice.dataplane.metrics.TrafficCut;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.DownstreamTimeouts;
import io.sluice.dataplane.model.Endpoint;
import io.sluice.dataplane.model.HeadOptions;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.IdentitySource;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.Limits;
import io.sluice.dataplane.model.ListenAddress;
import io.sluice.dataplane.model.PasswordVerifier;
import io.sluice.dataplane.model.ProxyConfig;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.model.RouteAction;
import io.sluice.dataplane.model.RoutePolicy;
import io.sluice.dataplane.model.TlsListening;
import io.sluice.dataplane.model.TlsOptions;
import io.sluice.dataplane.model.TransportChoice;
import io.sluice.dataplane.model.UpstreamTimeouts;
import io.sluice.dataplane.model.VirtualHost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/// A data plane on a free loopback port, with one cluster that serves `app.test`.
final class RunningProxy implements AutoCloseable {

    static final UpstreamTimeouts UPSTREAM = UpstreamTimeouts.DEFAULT;

    private final DataPlane dataPlane;

    private RunningProxy(DataPlane dataPlane) {
        this.dataPlane = dataPlane;
    }

    static RunningProxy start(TransportChoice transport) {
        return start(transport, Limits.DEFAULT, DownstreamTimeouts.DEFAULT);
    }

    static RunningProxy start(TransportChoice transport, PasswordVerifier passwords) {
        return start(new Setup(
                transport,
                Limits.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                false,
                "",
                HeadOptions.DEFAULT,
                true,
                passwords));
    }

    static RunningProxy start(TransportChoice transport, Limits limits, DownstreamTimeouts timeouts) {
        return start(transport, limits, timeouts, false, "", HeadOptions.DEFAULT);
    }

    /// Without `x-request-id` and its like in responses.
    static RunningProxy startHidingInfo(TransportChoice transport) {
        return start(new Setup(
                transport,
                Limits.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                false,
                "",
                HeadOptions.DEFAULT,
                false,
                PasswordVerifier.NONE));
    }

    /// @param trustedProxies a CIDR block, or nothing
    static RunningProxy start(
            TransportChoice transport,
            Limits limits,
            DownstreamTimeouts timeouts,
            boolean proxyProtocol,
            String trustedProxies,
            HeadOptions heads) {
        return start(new Setup(
                transport, limits, timeouts, proxyProtocol, trustedProxies, heads, true, PasswordVerifier.NONE));
    }

    /// Clients may speak HTTP/2.
    static RunningProxy startHttp2(TransportChoice transport, Limits limits, DownstreamTimeouts timeouts) {
        return start(new Setup(
                transport, limits, timeouts, false, "", HeadOptions.DEFAULT, true, PasswordVerifier.NONE, true));
    }

    static RunningProxy startHttp2(TransportChoice transport) {
        return startHttp2(transport, Limits.DEFAULT, DownstreamTimeouts.DEFAULT);
    }

    /// Clients may speak HTTP/2, and buffers take the memory.
    static RunningProxy startHttp2(TransportChoice transport, DirectMemory memory) {
        Setup setup = new Setup(
                transport,
                Limits.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                false,
                "",
                HeadOptions.DEFAULT,
                true,
                PasswordVerifier.NONE,
                true);
        return start(setup, config -> config, memory);
    }

    /// With a TLS listener beside the plain one; see [#tlsPort()].
    static RunningProxy startTls(TransportChoice transport, TlsOptions options, IdentitySource identities) {
        Setup setup = new Setup(
                transport,
                Limits.DEFAULT,
                DownstreamTimeouts.DEFAULT,
                false,
                "",
                HeadOptions.DEFAULT,
                true,
                PasswordVerifier.NONE);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return start(
                setup,
                config -> config.withTls(new TlsListening(List.of(new ListenAddress(anyPort)), options, identities)));
    }

    private record Setup(
            TransportChoice transport,
            Limits limits,
            DownstreamTimeouts timeouts,
            boolean proxyProtocol,
            String trustedProxies,
            HeadOptions heads,
            boolean infoHeaders,
            PasswordVerifier passwords,
            boolean h2c) {

        Setup(
                TransportChoice transport,
                Limits limits,
                DownstreamTimeouts timeouts,
                boolean proxyProtocol,
                String trustedProxies,
                HeadOptions heads,
                boolean infoHeaders,
                PasswordVerifier passwords) {
            this(transport, limits, timeouts, proxyProtocol, trustedProxies, heads, infoHeaders, passwords, false);
        }
    }

    private static RunningProxy start(Setup setup) {
        return start(setup, config -> config);
    }

    private static RunningProxy start(Setup setup, UnaryOperator<DataPlaneConfig> more) {
        return start(setup, more, DirectMemory.POOLED);
    }

    private static RunningProxy start(Setup setup, UnaryOperator<DataPlaneConfig> more, DirectMemory memory) {
        TransportChoice transport = setup.transport();
        Optional<String> problem = Transport.valueOf(transport.name()).problem();
        assumeTrue(problem.isEmpty(), () -> transport + " does not work on this host: " + problem.orElseThrow());
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        DataPlaneConfig config = new DataPlaneConfig(
                List.of(new ListenAddress(anyPort, setup.proxyProtocol(), setup.h2c())),
                transport,
                1,
                setup.limits(),
                setup.timeouts(),
                setup.trustedProxies().isEmpty() ? List.of() : List.of(Cidr.parse(setup.trustedProxies())),
                setup.heads(),
                setup.infoHeaders(),
                "proxy",
                "sluice/test",
                new byte[0],
                setup.passwords(),
                TlsListening.NONE);
        DataPlane dataPlane = DataPlane.start(more.apply(config), memory);
        assertThat(dataPlane.transport())
                .isEqualTo(Transport.valueOf(transport.name()).toString());
        return new RunningProxy(dataPlane);
    }

    int tlsPort() {
        return dataPlane.addresses().getLast().getPort();
    }

    /// Serves `app.test` from these, and nothing else.
    RunningProxy serving(ScriptedEndpoint... endpoints) {
        return serving(
                UPSTREAM,
                Arrays.stream(endpoints).map(ScriptedEndpoint::endpoint).toArray(Endpoint[]::new));
    }

    RunningProxy serving(UpstreamTimeouts timeouts, ScriptedEndpoint... endpoints) {
        return serving(
                timeouts,
                Arrays.stream(endpoints).map(ScriptedEndpoint::endpoint).toArray(Endpoint[]::new));
    }

    /// Serves `app.test` by a policy; the second cluster, `auth`, is for whom the policy asks.
    RunningProxy serving(RoutePolicy policy, ScriptedEndpoint endpoint, ScriptedEndpoint... auth) {
        List<Endpoint> others =
                Arrays.stream(auth).map(ScriptedEndpoint::endpoint).toList();
        return serving(policy, endpoint, new Cluster("auth", others, LbPolicy.ROUND_ROBIN, UPSTREAM));
    }

    RunningProxy serving(RoutePolicy policy, ScriptedEndpoint endpoint, Cluster asked) {
        Cluster app = new Cluster("app", List.of(endpoint.endpoint()), LbPolicy.ROUND_ROBIN, UPSTREAM);
        Route route = new Route("app@app.test/", "/", new RouteAction.Forward("app"), policy);
        dataPlane.publish(new ProxyConfig(
                List.of(new VirtualHost(HostName.of("app.test"), List.of(route))), List.of(), List.of(app, asked)));
        return this;
    }

    RunningProxy serving(UpstreamTimeouts timeouts, Endpoint... endpoints) {
        return serving(new Cluster("app", List.of(endpoints), LbPolicy.ROUND_ROBIN, timeouts));
    }

    /// Serves `app.test` from the cluster, which is named `app`.
    RunningProxy serving(Cluster cluster) {
        Route route = new Route("app@app.test/", "/", new RouteAction.Forward("app"));
        dataPlane.publish(new ProxyConfig(
                List.of(new VirtualHost(HostName.of("app.test"), List.of(route))), List.of(), List.of(cluster)));
        return this;
    }

    DataPlane dataPlane() {
        return dataPlane;
    }

    int port() {
        return dataPlane.addresses().getFirst().getPort();
    }

    Wire connect() throws IOException {
        return Wire.connect(port());
    }

    long count(Counter counter) {
        return dataPlane.cut().counters().get(counter);
    }

    long failures(String name) {
        return dataPlane.cut().failures().getOrDefault(name, 0L);
    }

    int inFlight() {
        return dataPlane.cut().endpoints().stream()
                .mapToInt(TrafficCut.EndpointTraffic::inFlight)
                .sum();
    }

    int idleConnections() {
        return dataPlane.cut().endpoints().stream()
                .mapToInt(TrafficCut.EndpointTraffic::idleConnections)
                .sum();
    }

    void awaitCount(Counter counter, long value) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(count(counter)).as(counter.name()).isEqualTo(value));
    }

    void awaitAtLeast(Counter counter, long value) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(count(counter)).as(counter.name()).isGreaterThanOrEqualTo(value));
    }

    /// Nothing is under way, and nothing went wrong inside. For the end of a test, when its clients are closed.
    void awaitQuiet() {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            TrafficCut cut = dataPlane.cut();
            assertThat(inFlight()).as("in flight").isZero();
            assertThat(cut.counters().get(Counter.CONNECTIONS_CLOSED))
                    .as("closed")
                    .isEqualTo(cut.counters().get(Counter.CONNECTIONS_ACCEPTED));
            assertThat(cut.counters().get(Counter.TUNNELS_CLOSED))
                    .isEqualTo(cut.counters().get(Counter.TUNNELS_OPENED));
        });
        assertThat(count(Counter.INTERNAL_ERRORS)).as("internal errors").isZero();
    }

    @Override
    public void close() {
        dataPlane.close();
    }
}
