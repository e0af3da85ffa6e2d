package io.sluice.perf.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// nginx or HAProxy of the distribution, with a configuration made from a template of this class's package.
public final class PeerProcess implements Proxy {

    private final String name;
    private final ServerProcess process;
    private final int port;

    private PeerProcess(String name, ServerProcess process, int port) {
        this.name = name;
        this.process = process;
        this.port = port;
    }

    /// Empty when it is not installed.
    ///
    /// @param folder for its files; exists
    /// @param endpoints by cluster name; requests for host `CLUSTER.test` go there
    public static Optional<Proxy> nginx(Path folder, Map<String, List<String>> endpoints) {
        return start("nginx", folder, PeerConfig.nginx(folder, freePort(), endpoints));
    }

    public static Optional<Proxy> haproxy(Path folder, Map<String, List<String>> endpoints) {
        return start("haproxy", folder, PeerConfig.haproxy(freePort(), endpoints));
    }

    private static Optional<Proxy> start(String name, Path folder, PeerConfig config) {
        Path program = Path.of("/usr/sbin", name);
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        Path file = folder.resolve(name + ".conf");
        try {
            Files.writeString(file, config.text());
        } catch (IOException e) {
            throw new ProxyException("cannot write " + file, e);
        }
        String flag = name.equals("nginx") ? "-c" : "-f";
        ServerProcess process =
                ServerProcess.start(List.of(program.toString(), flag, file.toString()), folder.resolve(name + ".log"));
        process.await(() -> isListening(config.port()) ? Optional.of(true) : Optional.empty());
        return Optional.of(new PeerProcess(name, process, config.port()));
    }

    private static boolean isListening(int port) {
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new ProxyException("no free port", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
