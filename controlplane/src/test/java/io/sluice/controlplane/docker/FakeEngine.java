package io.sluice.controlplane.docker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import static java.nio.charset.StandardCharsets.UTF_8;

/// An engine on a Unix socket or a loopback port that answers what it is told to, and can be ill in many ways.
public final class FakeEngine implements AutoCloseable {
    private static final String EMPTY_LIST = "[]";

    private final Map<String, String> lists = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<SocketChannel> connections = ConcurrentHashMap.newKeySet();
    private final Set<SocketChannel> eventStreams = ConcurrentHashMap.newKeySet();
    private SocketAddress address; // test
    private ServerSocketChannel server; // test
    private volatile Mode mode = Mode.OK; // test writes, connections read
    private volatile String apiVersion = "1.41"; // test writes, connections read
    private volatile String swarm = "\"LocalNodeState\":\"active\",\"ControlAvailable\":true"; // as above

    public enum Mode {
        OK,
        /// Nobody listens.
        REFUSE,
        /// Accepts and never answers.
        HANG,
        /// Answers a byte now and then.
        TRICKLE,
        E500,
        GARBAGE,
        TRUNCATE,
        HUGEJSON,
        /// Lists are empty.
        STALE,
        CUTEVENTS,
        NOEVENTS,
        NOTMANAGER,
        /// Refuses the version in the path.
        E400
    }

    private FakeEngine(SocketAddress address) {
        this.address = address;
        this.server = bind();
    }

    public static FakeEngine onSocket(Path path) {
        return new FakeEngine(UnixDomainSocketAddress.of(path));
    }

    public static FakeEngine onLoopback() {
        return new FakeEngine(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    public DockerHost host() {
        return DockerHost.parse(
                switch (address) {
                    case UnixDomainSocketAddress unix -> "unix://" + unix.getPath();
                    case InetSocketAddress tcp -> "tcp://127.0.0.1:" + tcp.getPort();
                    default -> throw new AssertionError(address);
                });
    }

    /// Takes effect for connections that exist too: they are cut.
    public void mode(Mode next) {
        boolean rebind = mode == Mode.REFUSE && next != Mode.REFUSE;
        mode = next;
        if (next == Mode.REFUSE) {
            unbind();
        }
        cutConnections();
        if (rebind) {
            server = bind();
        }
    }

    public void apiVersion(String version) {
        apiVersion = version;
    }

    /// @param fields of `/info`, in `Swarm`
    public void swarm(String fields) {
        swarm = fields;
    }

    /// @param path `/services`
    public void list(String path, String json) {
        lists.put(path, json);
    }

    public void event(String type, String action, String id) {
        if (mode == Mode.NOEVENTS) {
            return;
        }
        String event = "{\"Type\":\"%s\",\"Action\":\"%s\",\"Actor\":{\"ID\":\"%s\"},\"scope\":\"swarm\"}\n"
                .formatted(type, action, id);
        for (SocketChannel stream : eventStreams) {
            try {
                write(stream, Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
            } catch (IOException e) {
                eventStreams.remove(stream);
            }
        }
    }

    /// `GET /v1.41/tasks`, without queries.
    public List<String> requests() {
        return requests;
    }

    public int openConnections() {
        return connections.size();
    }

    public int eventStreams() {
        return eventStreams.size();
    }

    @Override
    public void close() {
        mode = Mode.REFUSE;
        unbind();
        cutConnections();
    }

    private ServerSocketChannel bind() {
        try {
            boolean unix = address instanceof UnixDomainSocketAddress;
            var channel = ServerSocketChannel.open(unix ? StandardProtocolFamily.UNIX : StandardProtocolFamily.INET);
            channel.bind(address);
            address = channel.getLocalAddress();
            Thread.ofVirtual().name("fake-engine").start(() -> accept(channel));
            return channel;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void unbind() {
        try {
            server.close();
            if (address instanceof UnixDomainSocketAddress unix) {
                Files.deleteIfExists(unix.getPath());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cutConnections() {
        connections.forEach(FakeEngine::closeQuietly);
        connections.clear();
        eventStreams.clear();
    }

    private void accept(ServerSocketChannel channel) {
        while (channel.isOpen()) {
            try {
                SocketChannel connection = channel.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                return; // unbound
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            var in = new BufferedReader(new InputStreamReader(Channels.newInputStream(connection), UTF_8));
            String path = path(in);
            if (!path.isEmpty()) {
                answer(connection, path, in);
            }
        } catch (IOException | InterruptedException e) {
            // the client or a test cut the connection
        } finally {
            connections.remove(connection);
            eventStreams.remove(connection);
        }
    }

    private String path(BufferedReader in) throws IOException {
        String requestLine = in.readLine();
        if (requestLine == null) {
            return "";
        }
        for (String header = in.readLine(); header != null && !header.isEmpty(); ) {
            header = in.readLine();
        }
        String target = requestLine.split(" ")[1];
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        requests.add(requestLine.split(" ")[0] + " " + path);
        return path.replaceFirst("^/v[0-9.]+", "");
    }

    private void answer(SocketChannel connection, String path, BufferedReader in)
            throws IOException, InterruptedException {
        switch (mode) {
            case HANG, REFUSE -> awaitClientClose(in);
            case TRICKLE -> trickle(connection);
            case E500 -> send(connection, "500 Internal Server Error", "{\"message\":\"the store is\\nbroken\"}");
            case E400 -> {
                if (path.equals("/_ping")) {
                    healthy(connection, path, in);
                } else {
                    send(connection, "400 Bad Request", "{\"message\":\"client version 1.44 is too old\"}");
                }
            }
            case GARBAGE -> send(connection, "200 OK", "<html>\u0000\u0007 welcome to the router</html>");
            case TRUNCATE -> write(connection, head("200 OK") + "Content-Length: 1000\r\n\r\n[{\"ID\":\"x\"");
            case HUGEJSON -> huge(connection);
            case OK, STALE, CUTEVENTS, NOEVENTS, NOTMANAGER -> healthy(connection, path, in);
        }
    }

    private void healthy(SocketChannel connection, String path, BufferedReader in) throws IOException {
        switch (path) {
            case "/_ping" -> send(connection, "200 OK", "OK");
            case "/info" -> {
                String fields = mode == Mode.NOTMANAGER ? "\"LocalNodeState\":\"active\"" : swarm;
                send(connection, "200 OK", "{\"ServerVersion\":\"20.10.24\",\"Swarm\":{" + fields + "}}");
            }
            case "/events" -> events(connection, in);
            default -> {
                if (mode == Mode.NOTMANAGER) {
                    send(connection, "503 Service Unavailable", "{\"message\":\"This node is not a swarm manager.\"}");
                } else {
                    send(connection, "200 OK", mode == Mode.STALE ? EMPTY_LIST : lists.getOrDefault(path, EMPTY_LIST));
                }
            }
        }
    }

    private void events(SocketChannel connection, BufferedReader in) throws IOException {
        write(connection, head("200 OK") + "Transfer-Encoding: chunked\r\n\r\n");
        if (mode != Mode.CUTEVENTS) {
            eventStreams.add(connection);
            awaitClientClose(in);
        }
    }

    private static void awaitClientClose(BufferedReader in) throws IOException {
        while (in.read() >= 0) {
            // clients send nothing after their request
        }
    }

    private static void trickle(SocketChannel connection) throws IOException, InterruptedException {
        write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n[");
        for (int i = 0; i < 100_000; i++) {
            write(connection, " ");
            Thread.sleep(20);
        }
    }

    private void huge(SocketChannel connection) throws IOException {
        write(connection, head("200 OK") + "Connection: close\r\n\r\n[{\"ID\":\"x\"}");
        String chunk = ",{\"ID\":\"x\"}".repeat(1000);
        for (int i = 0; i < 100_000; i++) {
            write(connection, chunk);
        }
    }

    private void send(SocketChannel connection, String status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        write(connection, head(status) + "Connection: close\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    private String head(String status) {
        String version = apiVersion.isEmpty() ? "" : "Api-Version: " + apiVersion + "\r\n";
        return "HTTP/1.1 " + status + "\r\n" + version;
    }

    private static void write(SocketChannel connection, String text) throws IOException {
        OutputStream out = Channels.newOutputStream(connection);
        out.write(text.getBytes(UTF_8));
    }

    private static void closeQuietly(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
