package io.sluice.perf.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.awaitility.Awaitility.await;

/// What happens to a swarm on an ordinary day, and should not be noticed by those that use an application in it.
///
/// Each leaves as many tasks as it found.
enum Change {
    ROLLING_STOP_FIRST {
        @Override
        void make(Lab lab, Application app, Edge edge) {
            app.roll("stop-first");
        }
    },
    ROLLING_START_FIRST {
        @Override
        void make(Lab lab, Application app, Edge edge) {
            app.roll("start-first");
        }
    },
    SCALING_TO_ONE_AND_BACK {
        @Override
        void make(Lab lab, Application app, Edge edge) throws InterruptedException {
            app.scale(1);
            app.awaitContainers(1);
            Thread.sleep(Duration.ofSeconds(1));
            app.scale(TASKS);
            app.awaitContainers(TASKS);
        }
    },
    NODE_DRAIN {
        @Override
        void make(Lab lab, Application app, Edge edge) throws InterruptedException {
            lab.docker(1, List.of("node", "update", "--availability", "drain", "node3"));
            await("no task of the application on node 3")
                    .atMost(PATIENCE)
                    .until(() -> app.containers(3).isEmpty());
            app.awaitContainers(TASKS);
            lab.docker(1, List.of("node", "update", "--availability", "active", "node3"));
        }
    },
    /// One beside the proxy, whose port refuses at once, and one elsewhere, whose address is silent. Whoever
    /// had a request there may notice, if it was not idempotent.
    TASKS_KILLED {
        @Override
        void make(Lab lab, Application app, Edge edge) throws InterruptedException {
            for (int node = 2; node <= 3; node++) {
                var containers = app.containers(node);
                if (!containers.isEmpty()) {
                    lab.docker(node, List.of("kill", "--signal", "KILL", containers.getFirst()));
                    Thread.sleep(Duration.ofSeconds(2));
                    app.awaitContainers(TASKS);
                }
            }
        }
    },
    /// The only manager's, and with it the containers on its node, control planes too.
    MANAGER_ENGINE_RESTART {
        @Override
        void make(Lab lab, Application app, Edge edge) throws InterruptedException {
            lab.lab("stop", "1");
            Thread.sleep(Duration.ofSeconds(3));
            lab.lab("start", "1");
            await("the swarm's answer").atMost(PATIENCE).ignoreExceptions().until(() -> {
                app.runningSince();
                return true;
            });
        }
    },
    /// All at once. What the swarm does until one is back, proxies cannot know: nothing else happens meanwhile.
    CONTROL_KILLED {
        @Override
        void make(Lab lab, Application app, Edge edge) throws InterruptedException {
            if (edge instanceof SplitService split) {
                split.killControl();
                Thread.sleep(Duration.ofSeconds(10));
            }
        }
    };

    static final int TASKS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// Returns when it is over.
    abstract void make(Lab lab, Application app, Edge edge) throws InterruptedException;

    /// Those that concern only what has a control plane are no matter of peers.
    boolean concerns(Edge edge) {
        return this != CONTROL_KILLED || edge instanceof SplitService;
    }

    /// What is against the promise.
    List<String> faults(OpenLoad.Report report) {
        var faults = new ArrayList<String>();
        if (report.lostGets() > 0) {
            faults.add(report.lostGets() + " GETs lost");
        }
        if (report.lostPosts() > 0 && this != TASKS_KILLED) {
            faults.add(report.lostPosts() + " POSTs lost");
        }
        return faults;
    }
}
