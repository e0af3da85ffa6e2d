package io.sluice.controlplane.admin;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.sluice.controlplane.text.AddressText;

/// The admin listener: translates between Helidon and [AdminPages], and lets in only requests by allowed hosts.
public final class AdminServer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 64;
    private static final int MAX_CONCURRENT_REQUESTS = 16;
    private static final int MAX_HEAD_BYTES = 16 * 1024;
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /// Browsers let a page of another site send it only when asked beforehand, which is answered 405.
    private static final HeaderName CHANGE = HeaderNames.create("Sluice-Change");

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final WebServer server;
    private final InetSocketAddress address;

    private AdminServer(WebServer server, InetSocketAddress address) {
        this.server = server;
        this.address = address;
    }

    /// @param address port 0 takes a free one
    /// @throws AdminException when the address cannot be bound
    public static AdminServer start(InetSocketAddress address, AdminSources sources) {
        AdminPages pages = new AdminPages(sources);
        HostAllowList hosts = new HostAllowList(address.getAddress());
        WebServer server = WebServer.builder()
                .address(address.getAddress())
                .port(address.getPort())
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(100))
                .maxTcpConnections(MAX_CONNECTIONS)
                .maxConcurrentRequests(MAX_CONCURRENT_REQUESTS)
                .maxPayloadSize(0)
                .connectionOptions(options -> options.readTimeout(READ_TIMEOUT))
                .protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder()
                        .maxPrologueLength(MAX_HEAD_BYTES)
                        .maxHeadersSize(MAX_HEAD_BYTES)
                        .build())
                .routing(routing -> route(routing, hosts, pages))
                .build();
        tryStart(server, address);
        return new AdminServer(server, new InetSocketAddress(address.getAddress(), server.port()));
    }

    /// Helidon may throw, or log the failure and go on without a socket.
    private static void tryStart(WebServer server, InetSocketAddress address) {
        try {
            server.start();
        } catch (RuntimeException e) {
            throw new AdminException(bindFailure(address), e);
        }
        if (!server.isRunning() || server.port() <= 0) {
            server.stop();
            throw new AdminException(bindFailure(address), null);
        }
    }

    private static String bindFailure(InetSocketAddress address) {
        return "admin listener cannot be bound to " + AddressText.format(address)
                + ": is another process there? choose another address with --admin";
    }

    public InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static void route(HttpRouting.Builder routing, HostAllowList hosts, AdminPages pages) {
        routing.any((request, response) -> {
            send(response, answer(request, hosts, pages));
            closeIfAsked(request);
        });
    }

    /// This Helidon announces the close and waits for the next request all the same (its issue 12324); the exception is
    /// its way to end a connection once everything is written.
    private static void closeIfAsked(ServerRequest request) {
        String connection = request.headers().first(HeaderNames.CONNECTION).orElse("");
        if (connection.equalsIgnoreCase("close")) {
            throw new CloseConnectionException("asked for by the client");
        }
    }

    private static AdminResponse answer(ServerRequest request, HostAllowList hosts, AdminPages pages) {
        Optional<String> host = request.headers().first(HeaderNames.HOST);
        if (host.isEmpty() || !hosts.allows(host.get())) {
            return AdminResponse.json(
                    421,
                    Json.error(
                            "this listener is not known by the host '" + host.orElse("") + "'",
                            "use an IP address or localhost; names are refused against DNS rebinding"));
        }
        Method method = request.prologue().method();
        AdminRequest asked = new AdminRequest(request.path().path(), query(request));
        if (method.equals(Method.POST) && pages.isChangeable(asked.path())) {
            return request.headers().contains(CHANGE)
                    ? pages.change(asked)
                    : AdminResponse.json(
                            403,
                            Json.error(
                                    "a change needs the field " + CHANGE.defaultCase(),
                                    "send it with any value; pages of other sites cannot"));
        }
        if (!method.equals(Method.GET) && !method.equals(Method.HEAD)) {
            return AdminResponse.json(
                    405, Json.error(method.text() + " is not allowed", "everything here is read with GET"));
        }
        return pages.answer(asked);
    }

    private static Map<String, List<String>> query(ServerRequest request) {
        Map<String, List<String>> query = new HashMap<>();
        request.query().names().forEach(name -> query.put(name, request.query().all(name)));
        return query;
    }

    private static void send(ServerResponse response, AdminResponse answer) {
        response.status(answer.status())
                .header(HeaderNames.CONTENT_TYPE, answer.contentType())
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header("Content-Security-Policy", CONTENT_POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin");
        if (answer.status() == 405) {
            response.header(HeaderNames.ALLOW, "GET, HEAD");
        }
        response.send(answer.body());
    }
}
