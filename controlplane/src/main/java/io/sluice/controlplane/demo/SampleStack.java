package io.sluice.controlplane.demo;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.helidon.webserver.ListenerConfig;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.websocket.WsRouting;

/// `web` (2 replicas) counts hits at `app` (5 replicas); `demo` (5 replicas) answers `/ping`. Every replica has a
/// listener of its own on a free loopback port.
public final class SampleStack implements AutoCloseable {

    private static final int WEB_REPLICAS = 2;
    private static final int APP_REPLICAS = 5;
    private static final int DEMO_REPLICAS = 5;
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    private final HitCounter counter = new HitCounter();
    private final AppAddresses app = new AppAddresses();
    private final Map<String, List<String>> replicaNames = new LinkedHashMap<>();
    private final WebServer server;

    private SampleStack(String version) {
        WebServerConfig.Builder builder =
                WebServer.builder().shutdownHook(false).shutdownGracePeriod(Duration.ofMillis(50));
        // Helidon wants a default listener; it is one of the replicas' kind, but none of theirs.
        builder.address(LOOPBACK).port(0);
        addReplicas(
                builder,
                "web",
                WEB_REPLICAS,
                (name, listener) -> listener.addRouting(new WebPage(name, app).routing())
                        .addRouting(WsRouting.builder().endpoint("/total", () -> new TotalSocket(counter))));
        addReplicas(
                builder,
                "app",
                APP_REPLICAS,
                (name, listener) -> listener.addRouting(new CounterApp(name, counter).routing()));
        addReplicas(
                builder,
                "demo",
                DEMO_REPLICAS,
                (name, listener) -> listener.addRouting(new PingService(name, version).routing()));
        this.server = builder.build();
    }

    /// Returns when every replica listens.
    public static SampleStack start(String version) {
        SampleStack stack = new SampleStack(version);
        stack.server.start();
        stack.app.set(stack.addresses("app"));
        return stack;
    }

    /// Of the replicas of a service, in the order of their slots.
    public List<InetSocketAddress> addresses(String service) {
        return replicaNames.getOrDefault(service, List.of()).stream()
                .map(name -> new InetSocketAddress(LOOPBACK, server.port(name)))
                .toList();
    }

    @Override
    public void close() {
        counter.close();
        server.stop();
    }

    private void addReplicas(WebServerConfig.Builder builder, String service, int count, Replica replica) {
        List<String> names = new ArrayList<>();
        for (int slot = 1; slot <= count; slot++) {
            String name = service + "." + slot;
            names.add(name);
            builder.putSocket(
                    name,
                    listener ->
                            replica.configure(name, listener.address(LOOPBACK).port(0)));
        }
        replicaNames.put(service, names);
    }

    @FunctionalInterface
    private interface Replica {
        void configure(String name, ListenerConfig.Builder listener);
    }
}
