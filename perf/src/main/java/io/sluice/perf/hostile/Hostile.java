package io.sluice.perf.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.sluice.perf.proxy.PeerProcess;
import io.sluice.perf.proxy.Proxy;
import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.task.TaskServer;

/// Runs Sluice, nginx and HAProxy against the hostile answers, each in turn. Exit 1 when Sluice fails.
///
///     Hostile [--seconds N] [sluice|nginx|haproxy]...
public final class Hostile {

    private static final List<String> PROXIES = List.of("sluice", "nginx", "haproxy");

    private final Path folder;
    private final List<HostileAnswer> answers = HostileAnswers.all();
    private final TaskServer hostile;
    private final TaskServer innocent;

    private Hostile(Path folder) throws IOException {
        this.folder = folder;
        HostileEndpoint endpoint = new HostileEndpoint(answers);
        hostile = TaskServer.start(endpoint);
        innocent = TaskServer.start(endpoint);
    }

    public static void main(String[] arguments) throws IOException {
        long seconds = 60;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--seconds") && i + 1 < arguments.length) {
                seconds = Long.parseLong(arguments[++i]);
            } else if (PROXIES.contains(arguments[i])) {
                names.add(arguments[i]);
            } else {
                System.err.println("hostile: '" + arguments[i] + "' is neither --seconds N nor one of " + PROXIES);
                System.exit(2);
            }
        }
        Hostile hostile = new Hostile(Files.createTempDirectory("sluice-hostile-"));
        boolean good = true;
        for (String name : names.isEmpty() ? PROXIES : names) {
            Optional<HostileOutcome> outcome = hostile.run(name, seconds);
            good &= !name.equals("sluice")
                    || outcome.map(HostileOutcome::isGood).orElse(false);
        }
        System.exit(good ? 0 : 1);
    }

    /// Sluice only, each kind once or more: for tests.
    static HostileOutcome sluice(Path folder, long seconds) throws IOException {
        return new Hostile(folder).run("sluice", seconds).orElseThrow();
    }

    /// Whether Sluice stands them for so long; prints the line.
    public static boolean isGood(Path folder, long seconds) throws IOException {
        return sluice(folder, seconds).isGood();
    }

    private Optional<HostileOutcome> run(String name, long seconds) throws IOException {
        Optional<Proxy> started = start(name);
        if (started.isEmpty()) {
            System.out.printf("%-8s skipped: not installed%n", name);
            return Optional.empty();
        }
        try (Proxy proxy = started.get()) {
            HostileOutcome outcome = new HostileRun(proxy, answers).run(seconds);
            outcome.print(answers.size());
            return Optional.of(outcome);
        }
    }

    private Optional<Proxy> start(String name) throws IOException {
        Map<String, List<String>> endpoints =
                Map.of("hostile", List.of(hostile.address()), "innocent", List.of(innocent.address()));
        return switch (name) {
            case "nginx" -> PeerProcess.nginx(folder, endpoints);
            case "haproxy" -> PeerProcess.haproxy(folder, endpoints);
            default -> {
                Path compose = folder.resolve("stack.yml");
                Files.writeString(compose, stack());
                yield Optional.of(SluiceProcess.start(compose, folder.resolve("sluice.log"), List.of("--loops", "1")));
            }
        };
    }

    private String stack() {
        return """
            services:
              hostile:
                networks: [front]
                deploy:
                  labels: {com.docker.lb.hosts: hostile.test, com.docker.lb.port: 1}
                x-sluice: {tasks: ["%s"]}
              innocent:
                networks: [front]
                deploy:
                  labels: {com.docker.lb.hosts: innocent.test, com.docker.lb.port: 1}
                x-sluice: {tasks: ["%s"]}
            networks: {front: {}}
            """.formatted(hostile.address(), innocent.address());
    }
}
