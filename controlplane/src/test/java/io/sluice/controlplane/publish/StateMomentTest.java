package io.sluice.controlplane.publish;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.publish.StateMoment.Kind;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StateMomentTest {

    private static final Instant EARLIER = Instant.ofEpochSecond(1_000);
    private static final Instant LATER = Instant.ofEpochSecond(2_000);
    private static final Service WEB = LagStates.service("a.test", EARLIER);

    @Test
    void aTaskThatBeganToRunHasTheTimeOfItsStatus() {
        SwarmState before = LagStates.of(WEB, List.of(task(TaskState.STARTING, EARLIER)));

        assertThat(StateMoment.between(before, LagStates.of(WEB, List.of(task(TaskState.RUNNING, LATER)))))
                .containsExactly(new StateMoment(Kind.TASK, LATER));
        assertThat(StateMoment.between(LagStates.of(WEB, List.of()), LagStates.of(WEB, LagStates.running(LATER, "t"))))
                .containsExactly(new StateMoment(Kind.TASK, LATER));
    }

    @Test
    void aTaskThatFailedHasTheTimeOfItsStatus() {
        SwarmState before = LagStates.of(WEB, LagStates.running(EARLIER, "t"));

        assertThat(StateMoment.between(before, LagStates.of(WEB, List.of(task(TaskState.FAILED, LATER)))))
                .containsExactly(new StateMoment(Kind.TASK, LATER));
    }

    /// The engine has no time of it: the status is still that of its start.
    @Test
    void aTaskThatIsToEndHasNoTime() {
        SwarmState before = LagStates.of(WEB, LagStates.running(EARLIER, "t"));
        Task ending = LagStates.task("t", TaskState.RUNNING, TaskState.SHUTDOWN, EARLIER);

        assertThat(StateMoment.between(before, LagStates.of(WEB, List.of(ending))))
                .isEmpty();
        assertThat(StateMoment.between(before, LagStates.of(WEB, List.of()))).isEmpty();
    }

    @Test
    void aTaskThatMovesWithoutEverRunningIsNothing() {
        SwarmState before = LagStates.of(WEB, List.of(task(TaskState.PENDING, EARLIER)));

        assertThat(StateMoment.between(before, LagStates.of(WEB, List.of(task(TaskState.STARTING, LATER)))))
                .isEmpty();
    }

    @Test
    void changedLabelsHaveTheTimeOfTheUpdate() {
        SwarmState before = LagStates.of(WEB, List.of());
        SwarmState after = LagStates.of(LagStates.service("b.test", LATER), List.of());

        assertThat(StateMoment.between(before, after)).containsExactly(new StateMoment(Kind.SERVICE, LATER));
        assertThat(StateMoment.between(SwarmState.EMPTY, after)).containsExactly(new StateMoment(Kind.SERVICE, LATER));
    }

    /// A rolling update touches the service at each step.
    @Test
    void aServiceOfTheSameContentDidNotChange() {
        SwarmState before = LagStates.of(WEB, List.of());

        assertThat(StateMoment.between(before, LagStates.of(LagStates.service("a.test", LATER), List.of())))
                .isEmpty();
    }

    @Test
    void servicesThatAskForNoTrafficDoNotCount() {
        Service silent = new Service(
                "web",
                "web",
                1,
                EARLIER,
                Map.of(),
                Service.EndpointMode.VIP,
                List.of(),
                List.of(),
                List.of(),
                Service.UpdateState.NONE);

        assertThat(StateMoment.between(SwarmState.EMPTY, LagStates.of(silent, LagStates.running(LATER, "t"))))
                .isEmpty();
    }

    @Test
    void sourcesWithoutTimesHaveNoMoments() {
        assertThat(StateMoment.between(
                        SwarmState.EMPTY,
                        LagStates.of(
                                LagStates.service("a.test", Instant.EPOCH), LagStates.running(Instant.EPOCH, "t"))))
                .isEmpty();
    }

    private static Task task(TaskState state, Instant since) {
        return LagStates.task("t", state, TaskState.RUNNING, since);
    }
}
