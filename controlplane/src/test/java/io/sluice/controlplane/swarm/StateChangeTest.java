package io.sluice.controlplane.swarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.swarm.Service.Label;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateChangeTest {
    private static final Service WEB = States.service("web");
    private static final Task TASK = States.task("web", TaskState.RUNNING);

    @Test
    void versionAndTimeOfStatusDoNotMatter() {
        Service later = service(2, Map.of());
        Task newer = task(TaskState.RUNNING, Instant.MAX);

        assertThat(StateChange.isSame(state(WEB, TASK), state(later, newer))).isTrue();
    }

    @Test
    void labelsMatter() {
        Service labelled = service(1, Map.of("a", new Label("b", "")));

        assertThat(StateChange.isSame(state(WEB, TASK), state(labelled, TASK))).isFalse();
    }

    @Test
    void taskStatesMatter() {
        Task leaving = task(TaskState.SHUTDOWN, Instant.EPOCH);

        assertThat(StateChange.isSame(state(WEB, TASK), state(WEB, leaving))).isFalse();
    }

    @Test
    void absenceMatters() {
        assertThat(StateChange.isSame(States.of(2), States.of(1))).isFalse();
        assertThat(StateChange.isSame(States.of(0), SwarmState.EMPTY)).isTrue();
    }

    private static SwarmState state(Service service, Task task) {
        return new SwarmState(List.of(service), List.of(task), List.of(), List.of());
    }

    private static Service service(long version, Map<String, Label> labels) {
        return new Service(
                WEB.id(),
                WEB.name(),
                version,
                WEB.createdAt(),
                labels,
                WEB.endpointMode(),
                WEB.networkIds(),
                WEB.virtualIps(),
                WEB.ports(),
                WEB.updateState());
    }

    private static Task task(TaskState desired, Instant since) {
        return new Task(
                TASK.id(),
                TASK.serviceId(),
                TASK.name(),
                TASK.slot(),
                TASK.nodeId(),
                TASK.state(),
                desired,
                since,
                TASK.attachments(),
                TASK.hostPorts());
    }
}
