package io.sluice.perf.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.wire.Wire;

/// Where a fault is played: the product with a file of its own.
///
/// @param folder exists; the fault's own
/// @param perSecond requests of the usual load
/// @param rounds of a fault that repeats
record Stage(Path folder, int perSecond, int rounds) {

    /// A service of host `NAME.test`.
    ///
    /// @param labels without their prefix
    record Service(String name, Map<String, String> labels, List<String> tasks) {

        static Service of(String name, String... tasks) {
            return new Service(name, Map.of(), List.of(tasks));
        }

        Service label(String label, String value) {
            Map<String, String> more = new LinkedHashMap<>(labels);
            more.put(label, value);
            return new Service(name, more, tasks);
        }

        private String yaml() {
            StringBuilder text = new StringBuilder();
            text.append("  %s:%n    networks: [front]%n    deploy:%n      labels:%n".formatted(name));
            text.append("        com.docker.lb.hosts: %s.test%n        com.docker.lb.port: 1%n".formatted(name));
            labels.forEach((label, value) -> text.append("        com.docker.lb.%s: '%s'%n".formatted(label, value)));
            text.append("    x-sluice: {tasks: [%s]}%n"
                    .formatted(String.join(
                            ", ", tasks.stream().map(task -> '"' + task + '"').toList())));
            return text.toString();
        }
    }

    SluiceProcess sluice(Service... services) throws IOException {
        StringBuilder text = new StringBuilder("services:\n");
        for (Service service : services) {
            text.append(service.yaml());
        }
        text.append("networks: {front: {}}\n");
        Path compose = folder.resolve("stack.yml");
        Files.writeString(compose, text);
        return SluiceProcess.start(compose, folder.resolve("sluice.log"), List.of("--loops", "1", "--drain", "100ms"));
    }

    static String admin(SluiceProcess proxy, String path) throws IOException {
        try (Wire wire = Wire.connect(proxy.adminPort())) {
            wire.sendRaw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return new String(wire.in().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
