package io.sluice.perf.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A JVM of the soak, with the flags and the class path of this one and some more. What it writes beside its
/// [Report] lines goes to a log of its own.
final class Child implements AutoCloseable {

    private static final String ENDED = "ended";
    private static final long END_SECONDS = 10;
    private static final Pattern EXCEPTION =
            Pattern.compile("([\\w.$]+\\.)+\\w*(Exception|Error)\\b|Exception in thread");

    private final String name;
    private final Process process;
    private final Path log;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final Map<String, Long> values = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    private Child(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    static Child start(Class<?> main, List<String> flags, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path log = Path.of(System.getProperty("sluice.bench.out", "."), "soak-" + main.getSimpleName() + ".log");
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        Child child = new Child(main.getSimpleName(), process, log);
        Thread.ofPlatform().daemon().start(child::listen);
        return child;
    }

    private void listen() {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                if (line.startsWith(Report.MARK)) {
                    lines.add(line.substring(Report.MARK.length()));
                } else {
                    System.err.println(name + ": " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be heard", e);
        } finally {
            lines.add(ENDED);
        }
    }

    /// The words after `ready`.
    List<String> awaitReady(long seconds) throws InterruptedException {
        return await(Report.READY, seconds);
    }

    void awaitDone(long seconds) throws InterruptedException {
        await(Report.DONE, seconds);
    }

    /// Takes up values and problems on the way.
    private List<String> await(String wanted, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (true) {
            String line = lines.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new SoakException(name + " did not say '" + wanted + "' in " + seconds + " s");
            }
            List<String> words = List.of(line.split(" "));
            switch (words.getFirst()) {
                case Report.VALUE -> values.put(words.get(1), Long.valueOf(words.get(2)));
                case Report.PROBLEM -> problems.add(name + ": " + line.substring(Report.PROBLEM.length() + 1));
                case ENDED -> throw new SoakException(name + " ended before it said '" + wanted + "'");
                default -> {
                    if (words.getFirst().equals(wanted)) {
                        return words.subList(1, words.size());
                    }
                }
            }
        }
    }

    /// Closes its input, which every child takes as the end of its work.
    void tellToEnd() throws IOException {
        process.getOutputStream().close();
    }

    Map<String, Long> values() {
        return values;
    }

    List<String> problems() {
        return problems;
    }

    /// Lines of the log that tell of an exception.
    List<String> exceptions() throws IOException {
        try (var written = Files.lines(log)) {
            return written.filter(line -> EXCEPTION.matcher(line).lookingAt()).toList();
        }
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
