package io.sluice.perf.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The JVM of the endpoints: some listeners that all serve the same, a virtual thread per connection. Says
/// `ready PORT...` and ends with its input.
final class SoakUpstream {

    private static final int LISTENERS = 4;
    private static final int BACKLOG = 1024;

    private SoakUpstream() {}

    public static void main(String[] arguments) throws IOException {
        List<ServerSocket> listeners = new ArrayList<>();
        for (int i = 0; i < LISTENERS; i++) {
            listeners.add(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        }
        for (ServerSocket listener : listeners) {
            Thread.ofPlatform().daemon().start(() -> accept(listener));
        }
        Report.ready(listeners.stream()
                .map(listener -> Integer.toString(listener.getLocalPort()))
                .collect(Collectors.joining(" ")));
        while (System.in.read() >= 0) {
            // Nothing is said to it: the end of the input is the order to stop.
        }
    }

    private static void accept(ServerSocket listener) {
        try (var connections = Executors.newVirtualThreadPerTaskExecutor()) {
            while (true) {
                Socket socket = listener.accept();
                connections.execute(() -> new UpstreamConnection(socket).serve());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the upstream cannot accept", e);
        }
    }
}
