package io.sluice.perf.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.perf.wire.Wire;

/// One task of a service on loopback, a virtual thread per connection. It answers as its [TaskHandler] says.
public final class TaskServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final ServerSocket listener;
    private final TaskHandler handler;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();

    private TaskServer(ServerSocket listener, TaskHandler handler) {
        this.listener = listener;
        this.handler = handler;
    }

    /// On a free port.
    public static TaskServer start(TaskHandler handler) throws IOException {
        return start(handler, 0);
    }

    public static TaskServer start(TaskHandler handler, int port) throws IOException {
        return start(handler, InetAddress.getLoopbackAddress(), port);
    }

    public static TaskServer start(TaskHandler handler, InetAddress address, int port) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(address, port), BACKLOG);
        TaskServer server = new TaskServer(listener, handler);
        Thread.ofPlatform().daemon().name("task-" + server.port()).start(server::accept);
        return server;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                accepted.incrementAndGet();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException("cannot accept on " + address(), e);
                }
            }
        }
    }

    /// A proxy may go away in the middle: what that cost a client is for the client to count.
    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket, 0)) {
            Optional<Wire.Head> head = wire.readHead();
            while (head.isPresent() && handler.answer(wire, head.get())) {
                wire.out().flush();
                head = wire.readHead();
            }
            wire.out().flush();
        } catch (IOException e) {
            handler.broken(e);
        } finally {
            sockets.remove(socket);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /// `127.0.0.1:9001`.
    public String address() {
        return "127.0.0.1:" + port();
    }

    /// Connections so far.
    public int accepted() {
        return accepted.get();
    }

    /// Open at the moment.
    public int connections() {
        return sockets.size();
    }

    /// Ends every connection with a reset; new ones are welcome.
    public void reset() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException e) {
                handler.broken(e);
            }
        }
    }

    /// From here on connections are refused, and those that there were are reset.
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop " + address(), e);
        }
        reset();
    }
}
