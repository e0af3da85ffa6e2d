package io.sluice.dataplane;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.dataplane.model.Endpoint;

/// An endpoint that does on every connection what its script says, and remembers what it was asked.
final class ScriptedEndpoint implements AutoCloseable {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    /// What happens on one connection; it closes when the script returns.
    interface Script {
        void run(Wire wire) throws IOException, InterruptedException;
    }

    /// What is answered to one request; an answer that is null ends the connection.
    interface Answer {
        String to(Wire.Message request) throws InterruptedException;
    }

    private final ServerSocket listener;
    private final Script script;
    private final List<Wire.Message> requests = new CopyOnWriteArrayList<>();
    private final Collection<Wire> open = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();

    private ScriptedEndpoint(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script == null ? wire -> answer(wire, request -> OK) : script;
        Thread.ofVirtual().start(this::accept);
    }

    static ScriptedEndpoint running(Script script) throws IOException {
        return new ScriptedEndpoint(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()), script);
    }

    /// Answers every request with 200 and `ok`.
    static ScriptedEndpoint ok() throws IOException {
        return running(null);
    }

    /// Answers every request with the same bytes, and keeps the connection.
    static ScriptedEndpoint answering(String response) throws IOException {
        return answeringEach(request -> response);
    }

    static ScriptedEndpoint answeringEach(Answer answer) throws IOException {
        ScriptedEndpoint[] self = new ScriptedEndpoint[1];
        ServerSocket listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        self[0] = new ScriptedEndpoint(listener, wire -> self[0].answer(wire, answer));
        return self[0];
    }

    /// For scripts: reads one request and remembers it.
    Wire.Message take(Wire wire) throws IOException {
        Wire.Message request = wire.read();
        requests.add(request);
        return request;
    }

    private void answer(Wire wire, Answer answer) throws IOException, InterruptedException {
        while (true) {
            String response = answer.to(take(wire));
            if (response == null) {
                return;
            }
            wire.send(response);
        }
    }

    private void accept() {
        try {
            while (true) {
                Wire wire = new Wire(listener.accept());
                open.add(wire);
                if (listener.isClosed()) { // while it was being accepted: whoever killed us may not have seen it
                    wire.reset();
                    return;
                }
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(wire));
            }
        } catch (SocketException e) {
            // closed: the test is over
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Wire accepted) {
        try (Wire wire = accepted) {
            script.run(wire);
            open.remove(wire);
        } catch (EOFException | SocketException e) {
            // the proxy has closed the connection
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Endpoint endpoint() {
        return new Endpoint("e" + listener.getLocalPort(), address());
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    List<Wire.Message> requests() {
        return requests;
    }

    int connections() {
        return connections.get();
    }

    /// As a process that is killed.
    void kill() throws IOException {
        listener.close();
        for (Wire wire : open) {
            wire.reset();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Wire wire : open) {
            wire.close();
        }
    }
}
