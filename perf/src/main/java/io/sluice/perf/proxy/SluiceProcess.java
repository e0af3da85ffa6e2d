package io.sluice.perf.proxy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The whole product, `sluice run --compose`, with the class path of this JVM, on free ports. Its JVM flags are the
/// product's own, in the file that the system property `sluice.jvm.options` names, and behind them those of this JVM.
public final class SluiceProcess implements Proxy {

    private static final String MAIN = "io.sluice.controlplane.Main";
    private static final Pattern LISTENING =
            Pattern.compile("listening on 127\\.0\\.0\\.1:(?<http>\\d+)[^\\n]* TLS on 127\\.0\\.0\\.1:(?<https>\\d+),"
                    + " admin on http://127\\.0\\.0\\.1:(?<admin>\\d+)");
    private static final Pattern READY = Pattern.compile("ready in \\d+ ms");

    private final ServerProcess process;
    private final int port;
    private final int tlsPort;
    private final int adminPort;

    private SluiceProcess(ServerProcess process, int port, int tlsPort, int adminPort) {
        this.process = process;
        this.port = port;
        this.tlsPort = tlsPort;
        this.adminPort = adminPort;
    }

    /// Returns when the file is served.
    ///
    /// @param log what the process says goes there
    /// @param flags more arguments of `sluice run`
    public static SluiceProcess start(Path compose, Path log, List<String> flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String productFlags = System.getProperty("sluice.jvm.options", "");
        if (!productFlags.isEmpty()) {
            command.add("@" + productFlags);
        }
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-Xmx") && !argument.startsWith("-agentlib"))
                .forEach(command::add);
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), MAIN));
        command.addAll(List.of("run", "--compose", compose.toString()));
        command.addAll(List.of("--http", "127.0.0.1:0", "--https", "127.0.0.1:0", "--admin", "127.0.0.1:0"));
        command.addAll(flags);
        ServerProcess process = ServerProcess.start(command, log);
        Matcher addresses = process.await(() -> {
            Matcher matcher = LISTENING.matcher(process.said());
            return matcher.find() && READY.matcher(process.said()).find() ? Optional.of(matcher) : Optional.empty();
        });
        return new SluiceProcess(
                process,
                Integer.parseInt(addresses.group("http")),
                Integer.parseInt(addresses.group("https")),
                Integer.parseInt(addresses.group("admin")));
    }

    @Override
    public String name() {
        return "sluice";
    }

    @Override
    public int port() {
        return port;
    }

    /// For TLS.
    public int tlsPort() {
        return tlsPort;
    }

    public int adminPort() {
        return adminPort;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    /// Its log so far.
    public String said() {
        return process.said();
    }

    @Override
    public void close() {
        process.close();
    }
}
