package io.sluice.controlplane;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/// A task that answers with its name, and on `/health` with the status that the test wants.
final class TaskApp implements AutoCloseable {

    private final String name;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger healthStatus = new AtomicInteger(200);
    private final AtomicInteger healthChecks = new AtomicInteger();

    private TaskApp(String name, HttpServer server) {
        this.name = name;
        this.server = server;
    }

    static TaskApp start(String name) {
        try {
            InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
            TaskApp app = new TaskApp(name, HttpServer.create(any, 0));
            app.server.setExecutor(app.threads);
            app.server.createContext("/", exchange -> app.answer(exchange, 200));
            app.server.createContext("/health", exchange -> {
                app.healthChecks.incrementAndGet();
                app.answer(exchange, app.healthStatus.get());
            });
            app.server.start();
            return app;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void answerHealthWith(int status) {
        healthStatus.set(status);
    }

    int healthChecks() {
        return healthChecks.get();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        byte[] body = name.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
