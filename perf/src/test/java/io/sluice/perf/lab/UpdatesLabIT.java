package io.sluice.perf.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Updates that nobody notices: an application is updated, scaled, moved and killed, the manager and the control planes
/// go away, all under load.
///
/// System properties, of `perf/bench/updates`: `sluice.updates.rate` (requests per second), `.rounds`, and `.edges`
/// (`sluice`, `nginx`, `haproxy`). Peers are shown beside, not judged.
@LabTest
class UpdatesLabIT {
    private static final int RATE = Integer.getInteger("sluice.updates.rate", 200);
    private static final int ROUNDS = Integer.getInteger("sluice.updates.rounds", 1);
    private static final List<String> EDGES =
            List.of(System.getProperty("sluice.updates.edges", "sluice").split(","));
    private static final List<String> CHANGES =
            List.of(System.getProperty("sluice.updates.changes", "").split(","));
    private static final String HOST = "updates.test";
    private static final String NETWORK = "updates";

    @Test
    void noUpdateIsNoticed(Lab lab) throws InterruptedException {
        var faults = new ArrayList<String>();
        lab.docker(1, List.of("network", "create", "--driver", "overlay", NETWORK));
        try (var app = Application.create(
                lab, "app", Change.TASKS, NETWORK, Map.of("hosts", HOST, "port", "8080", "retries", "2"))) {
            app.awaitContainers(Change.TASKS);
            for (var name : EDGES) {
                try (var edge = deploy(lab, name)) {
                    faults.addAll(rounds(lab, app, name, edge));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static Edge deploy(Lab lab, String name) {
        return name.equals("sluice") ? SplitService.deploy(lab, NETWORK) : PeerService.deploy(lab, name, NETWORK, HOST);
    }

    private static List<String> rounds(Lab lab, Application app, String name, Edge edge) throws InterruptedException {
        var faults = new ArrayList<String>();
        for (var change : Change.values()) {
            boolean asked = CHANGES.equals(List.of("")) || CHANGES.contains(change.name());
            for (int round = 1; round <= ROUNDS && asked && change.concerns(edge); round++) {
                var report = under(lab, app, edge, change);
                System.out.printf(
                        Locale.ROOT,
                        "UPDATES | %s | %s | %d | %d | %d | %d | %.1f | %.0f | %s%n",
                        name,
                        change.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        round,
                        report.requests(),
                        report.lostGets(),
                        report.lostPosts(),
                        report.p99Millis(),
                        report.slowestMillis(),
                        report.failures());
                if (name.equals("sluice")) {
                    change.faults(report).forEach(fault -> faults.add(change + ": " + fault + " " + report.failures()));
                }
            }
        }
        return faults;
    }

    private static OpenLoad.Report under(Lab lab, Application app, Edge edge, Change change)
            throws InterruptedException {
        var load = OpenLoad.start(edge, HOST, RATE);
        Thread.sleep(2_000);
        change.make(lab, app, edge);
        Thread.sleep(4_000);
        return load.stop();
    }
}
