package io.sluice.perf.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Does a data plane lose a request, a buffer or a connection under a mixed load while its routes change every second?
/// Starts the upstream, the proxy and the clients, prints what came out, and ends with 1 when the answer is yes.
final class Soak {

    private static final String USAGE = "usage: soak [--seconds N] [--seed N] [--transport auto|io_uring|epoll|nio]";
    private static final long START_SECONDS = 30;
    private static final long END_SECONDS = 120;
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC");
    private static final List<String> WATCHED = List.of(
            "-Dio.netty.leakDetection.level=paranoid",
            "-Dio.netty.leakDetection.targetRecords=16",
            "-ea",
            "-Xmx384m",
            "-XX:MaxDirectMemorySize=512m");

    private final Map<String, String> options = new LinkedHashMap<>(
            Map.of("--seconds", "600", "--seed", Long.toString(System.nanoTime()), "--transport", "auto"));

    private Soak(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length || options.replace(arguments[i], arguments[i + 1]) == null) {
                System.err.println(USAGE);
                System.exit(2);
            }
        }
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Soak soak = new Soak(arguments);
        List<String> broken = soak.run();
        broken.forEach(problem -> System.out.println("BROKEN " + problem));
        System.out.println(broken.isEmpty() ? "soak: good" : "soak: " + broken.size() + " broken");
        System.exit(broken.isEmpty() ? 0 : 1);
    }

    private long seconds() {
        return Long.parseLong(option("--seconds"));
    }

    private String option(String name) {
        return options.getOrDefault(name, "");
    }

    private List<String> run() throws IOException, InterruptedException {
        try (Child upstream = Child.start(SoakUpstream.class, SMALL, List.of())) {
            List<String> proxyArguments = new ArrayList<>(List.of(option("--transport"), Long.toString(seconds() / 4)));
            proxyArguments.addAll(upstream.awaitReady(START_SECONDS));
            try (Child proxy = Child.start(SoakProxy.class, WATCHED, proxyArguments)) {
                return run(proxy);
            }
        }
    }

    private List<String> run(Child proxy) throws IOException, InterruptedException {
        List<String> ready = proxy.awaitReady(START_SECONDS);
        System.out.println("soak of " + seconds() + " s, transport " + ready.getLast() + ", seed " + option("--seed"));
        List<String> arguments = List.of(ready.getFirst(), option("--seconds"), option("--seed"));
        try (Child load = Child.start(SoakLoad.class, SMALL, arguments)) {
            load.awaitDone(seconds() + END_SECONDS);
            proxy.tellToEnd();
            proxy.awaitDone(END_SECONDS);
            Map<String, Long> values = new LinkedHashMap<>(load.values());
            values.putAll(proxy.values());
            load.problems().forEach(System.out::println);
            proxy.problems().forEach(System.out::println);
            List<String> exceptions = proxy.exceptions();
            values.put("exceptions", (long) exceptions.size());
            exceptions.stream().distinct().limit(5).forEach(line -> System.out.println(proxy.log() + ": " + line));
            return new Verdict(values).print();
        }
    }
}
