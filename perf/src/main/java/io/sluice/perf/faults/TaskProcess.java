package io.sluice.perf.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.sluice.perf.task.EchoTask;
import io.sluice.perf.task.TaskServer;

/// A task in a process of its own, which can be killed and frozen.
final class TaskProcess implements AutoCloseable {

    private final Process process;
    private final String instance;
    private final int port;

    private TaskProcess(Process process, String instance, int port) {
        this.process = process;
        this.instance = instance;
        this.port = port;
    }

    /// Arguments: instance, address and port.
    public static void main(String[] arguments) throws IOException {
        TaskServer server = TaskServer.start(
                new EchoTask(arguments[0], "1"), InetAddress.ofLiteral(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println(server.port());
        int ignored = System.in.read();
    }

    /// @param port 0: a free one
    static TaskProcess start(String instance, int port) throws IOException {
        return start(List.of(), instance, "127.0.0.1", port);
    }

    /// @param prefix of the command, such as `ip netns exec NAME`
    static TaskProcess start(List<String> prefix, String instance, String address, int port) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), TaskProcess.class.getName()));
        command.addAll(List.of(instance, address, Integer.toString(port)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        String said = output.readLine();
        if (said == null) {
            throw new IOException("task " + instance + " ended at once");
        }
        return new TaskProcess(process, instance, Integer.parseInt(said));
    }

    /// Another process at the same place.
    TaskProcess again() throws IOException {
        return start(instance, port);
    }

    String instance() {
        return instance;
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    /// As by `kill -9`.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void freeze() throws IOException, InterruptedException {
        Commands.run("kill", "-STOP", Long.toString(process.pid()));
    }

    void thaw() throws IOException, InterruptedException {
        Commands.run("kill", "-CONT", Long.toString(process.pid()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
