package io.sluice.perf.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/// The lab itself, without Sluice: what the other tests take for granted.
@LabTest
class SwarmLabIT {
    private Lab lab;

    @BeforeAll
    void makeNetwork(Lab running) {
        lab = running;
        lab.docker(1, List.of("network", "create", "--driver", "overlay", "plain"));
    }

    @Test
    void spreadsTasksOverTheWorkersAndSaysSinceWhenTheyRun() {
        try (var app = Application.create(lab, "spread", 4, "plain", Map.of())) {
            await("four tasks").until(() -> app.runningSince().size() == 4);

            assertThat(tasksOn(2, app)).hasSize(2);
            assertThat(tasksOn(3, app)).hasSize(2);
            assertThat(tasksOn(1, app)).isEmpty();
        }
    }

    @Test
    void replacesTasksOfANodeThatDied() {
        try (var app = Application.create(lab, "survivor", 2, "plain", Map.of())) {
            await("two tasks").until(() -> app.runningSince().size() == 2);

            lab.lab("kill", "3");

            await("both tasks on node 2")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> tasksOn(2, app).size() == 2);
        } finally {
            lab.lab("start", "3");
            awaitReady("node3");
        }
    }

    @Test
    void noticesACutLink() {
        lab.lab("cut", "2");
        try {
            await("node 2 down")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> node("node2").equals("down"));
        } finally {
            lab.lab("heal", "2");
            awaitReady("node2");
        }
    }

    @Test
    void keepsTheSwarmOverARestartOfTheOnlyManager() {
        var before = lab.docker(1, List.of("node", "ls", "-q")).lines().sorted().toList();

        lab.lab("restart", "1");
        awaitReady("node1");

        assertThat(lab.docker(1, List.of("node", "ls", "-q")).lines().sorted()).isEqualTo(before);
    }

    @Test
    void refusesWhatItCannotDoWithAReason() {
        assertThatThrownBy(() -> lab.lab("stop", "9")).hasMessageContaining("there is no node 9");
        assertThatThrownBy(() -> lab.lab("up", "2")).hasMessageContaining("is up already");
        assertThatThrownBy(() -> lab.lab("up", "many")).hasMessageContaining("not a number of nodes");
        assertThatThrownBy(() -> lab.lab("fly")).hasMessageContaining("no such verb: fly");
    }

    private void awaitReady(String hostname) {
        await(hostname + " ready")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> {
                    return node(hostname).equals("ready");
                });
    }

    private String node(String hostname) {
        return lab.docker(1, List.of("node", "inspect", "--format", "{{.Status.State}}", hostname));
    }

    private List<String> tasksOn(int node, Application app) {
        return lab.docker(node, List.of("ps", "-q", "--filter", "label=com.docker.swarm.service.name=" + app.name()))
                .lines()
                .toList();
    }
}
