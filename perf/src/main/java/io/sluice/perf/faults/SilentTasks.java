package io.sluice.perf.faults;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.sluice.perf.proxy.SluiceProcess;
import io.sluice.perf.task.EchoTask;
import io.sluice.perf.task.TaskServer;
import io.sluice.perf.wire.Wire;

/// F6, F7, F11 and F39: tasks that do not answer, cannot be heard, come and go, or break off.
final class SilentTasks {

    private static final String NAMESPACE = "sluice-f7";
    private static final String OUTSIDE = "10.213.7.1";
    private static final String INSIDE = "10.213.7.2";

    private SilentTasks() {}

    /// An answer that does not come ends with 504 at the time that the label sets, and harms no other service.
    static Fault.Result neverAnswers(Stage stage) throws IOException, InterruptedException {
        try (TaskServer silent = TaskServer.start(new EchoTask("silent.1", "1"));
                TaskServer other = TaskServer.start(new EchoTask("app.1", "1"));
                SluiceProcess proxy = stage.sluice(
                        Stage.Service.of("silent", silent.address()).label("timeout_request", "3s"),
                        Stage.Service.of("app", other.address()));
                Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
            Thread.sleep(1_000);
            List<Long> times = new ArrayList<>();
            int gatewayTimeouts = 0;
            for (int i = 0; i < stage.rounds(); i++) {
                try (Wire wire = Wire.connect(proxy.port())) {
                    long begun = System.nanoTime();
                    wire.sendRaw("GET /sleep/600000 HTTP/1.1\r\nHost: silent.test\r\n\r\n");
                    int status = wire.readHead().orElseThrow().status();
                    gatewayTimeouts += status == 504 ? 1 : 0;
                    times.add((System.nanoTime() - begun) / 1_000_000);
                }
            }
            load.drain();
            return Fault.Result.of(
                    gatewayTimeouts == stage.rounds()
                            && times.stream().allMatch(time -> time >= 2_000 && time <= 4_000)
                            && load.lost(false) + load.lost(true) == 0,
                    String.format(
                            "504 in %d of %d, after %s ms (label: 3000); lost of the other service %d of %d",
                            gatewayTimeouts,
                            stage.rounds(),
                            times,
                            load.lost(false) + load.lost(true),
                            load.samples().size()));
        }
    }

    /// One of three cannot be heard any more, without a FIN: packets to and from it are dropped.
    static Fault.Result dropped(Stage stage) throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return Fault.Result.skipped("needs root, for a network namespace");
        }
        List<String> prefix = List.of("ip", "netns", "exec", NAMESPACE);
        List<TaskProcess> tasks = new ArrayList<>();
        try {
            makeNamespace();
            for (int i = 1; i <= 3; i++) {
                tasks.add(TaskProcess.start(prefix, "app." + i, INSIDE, 0));
            }
            String[] addresses =
                    tasks.stream().map(task -> INSIDE + ":" + task.port()).toArray(String[]::new);
            try (SluiceProcess proxy = stage.sluice(Stage.Service.of("app", addresses));
                    Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
                Thread.sleep(2_000);
                long cut = System.nanoTime();
                drop(tasks.getFirst().port());
                Thread.sleep(20_000);
                load.drain();
                List<Load.Sample> since = load.since(cut);
                long slow =
                        since.stream().filter(sample -> sample.millis() > 2_500).count();
                long late = since.stream()
                        .filter(sample -> sample.begunNanos() - cut > 5_000_000_000L)
                        .filter(sample -> sample.millis() > 2_500 || sample.isLost())
                        .count();
                return Fault.Result.of(
                        load.lost(false) == 0 && late == 0,
                        String.format(
                                "lost GET %d, POST %d of %d; %d took more than 2.5 s, %d of them begun 5 s after the cut or"
                                        + " later; slowest %.0f ms %s",
                                load.lost(false),
                                load.lost(true),
                                since.size(),
                                slow,
                                late,
                                Load.percentile(since, 1),
                                load.reasons()));
            }
        } finally {
            tasks.forEach(TaskProcess::close);
            Commands.run("ip", "netns", "delete", NAMESPACE);
        }
    }

    private static void makeNamespace() throws IOException, InterruptedException {
        Commands.run("ip", "netns", "add", NAMESPACE);
        Commands.run("ip", "link", "add", "sluice-f7a", "type", "veth", "peer", "name", "eth0", "netns", NAMESPACE);
        Commands.run("ip", "address", "add", OUTSIDE + "/30", "dev", "sluice-f7a");
        Commands.run("ip", "link", "set", "sluice-f7a", "up");
        Commands.run("ip", "-n", NAMESPACE, "address", "add", INSIDE + "/30", "dev", "eth0");
        Commands.run("ip", "-n", NAMESPACE, "link", "set", "eth0", "up");
        Commands.run("ip", "-n", NAMESPACE, "link", "set", "lo", "up");
    }

    private static void drop(int port) throws IOException, InterruptedException {
        String number = Integer.toString(port);
        for (String[] rule : new String[][] {{"INPUT", "--dport"}, {"OUTPUT", "--sport"}}) {
            Commands.run(
                    "ip",
                    "netns",
                    "exec",
                    NAMESPACE,
                    "iptables",
                    "-w",
                    "-A",
                    rule[0],
                    "-p",
                    "tcp",
                    rule[1],
                    number,
                    "-j",
                    "DROP");
        }
    }

    /// One of three comes and goes twice a second.
    static Fault.Result flaps(Stage stage) throws IOException, InterruptedException {
        EchoTask flapping = new EchoTask("app.1", "1");
        TaskServer current = TaskServer.start(flapping);
        int port = current.port();
        try (TaskServer second = TaskServer.start(new EchoTask("app.2", "1"));
                TaskServer third = TaskServer.start(new EchoTask("app.3", "1"));
                SluiceProcess proxy =
                        stage.sluice(Stage.Service.of("app", current.address(), second.address(), third.address()));
                Load load = Load.start(proxy.port(), "app.test", "/n/", stage.perSecond())) {
            Thread.sleep(1_000);
            long inFlight = 0;
            for (int i = 0; i < 10 * stage.rounds(); i++) {
                inFlight += load.inFlight();
                current.close();
                Thread.sleep(500);
                current = TaskServer.start(flapping, port);
                Thread.sleep(500);
            }
            boolean ejection = Stage.admin(proxy, "/metrics").contains("eject");
            load.drain();
            return Fault.Result.of(
                    load.lost(false) == 0 && load.lost(true) <= inFlight && ejection,
                    String.format(
                            "%d flaps: lost GET %d, POST %d (in flight %d) of %d; it answered %d; ejection in metrics: %s %s",
                            10 * stage.rounds(),
                            load.lost(false),
                            load.lost(true),
                            inFlight,
                            load.samples().size(),
                            load.count(sample -> sample.instance().equals("app.1")),
                            ejection,
                            load.reasons()));
        } finally {
            current.close();
        }
    }

    /// A broken answer is never made a whole one, whoever breaks it; nobody else gets a wrong byte.
    static Fault.Result breaksOff(Stage stage) throws IOException, InterruptedException {
        int whole = 0;
        int aborted = 0;
        try (TaskServer broken = TaskServer.start(new EchoTask("broken.1", "1"));
                SluiceProcess proxy = stage.sluice(Stage.Service.of("broken", broken.address()));
                Load load = Load.start(proxy.port(), "broken.test", "/n/", stage.perSecond())) {
            for (int i = 0; i < 50 * stage.rounds(); i++) {
                for (String path : List.of("/cut", "/cut-chunk", "/die")) {
                    boolean complete = completes(proxy.port(), path);
                    whole += complete ? 1 : 0;
                    aborted += complete ? 0 : 1;
                }
                abortDownload(proxy.port());
            }
            load.drain();
            long wrong = load.count(sample -> sample.problem().equals("wrong body"));
            return Fault.Result.of(
                    whole == 0 && wrong == 0 && load.lost(false) == 0 && proxy.isAlive(),
                    String.format(
                            "%d broken answers seen as such, %d taken for whole; of %d innocents on the same task: wrong %d, lost"
                                    + " GET %d, POST %d %s",
                            aborted,
                            whole,
                            load.samples().size(),
                            wrong,
                            load.lost(false),
                            load.lost(true),
                            load.reasons()));
        }
    }

    /// Whether a 2xx arrives as if it were whole.
    private static boolean completes(int port, String path) throws IOException {
        try (Wire wire = Wire.connect(port)) {
            wire.sendRaw("POST " + path + " HTTP/1.1\r\nHost: broken.test\r\nContent-Length: 0\r\n\r\n");
            Wire.Head head = wire.readHead().orElseThrow(() -> new IOException("closed"));
            wire.readBody(head);
            return head.status() < 300;
        } catch (IOException e) {
            return false;
        }
    }

    private static void abortDownload(int port) throws IOException {
        Wire wire = Wire.connect(port);
        wire.sendRaw("GET /size/1000000 HTTP/1.1\r\nHost: broken.test\r\n\r\n");
        wire.readExactly(1_000);
        wire.reset();
    }
}
