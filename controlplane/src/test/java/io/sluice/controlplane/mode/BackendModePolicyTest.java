package io.sluice.controlplane.mode;

import java.time.Duration;

import io.sluice.controlplane.labels.BackendMode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BackendModePolicyTest {

    private static final ModeFacts CALM = new ModeFacts(10, 0, false, true, false);

    private ModeDecision decision = ModeDecision.FIRST;
    private long now = Long.MAX_VALUE - Duration.ofSeconds(30).toNanos(); // the clock may start anywhere

    @Test
    void aCalmServiceIsReachedByItsTasks() {
        assertThat(decide(CALM)).isEqualTo(BackendMode.TASK);
    }

    @Test
    void manyTasksAreReachedByTheVip() {
        assertThat(decide(tasks(500))).isEqualTo(BackendMode.TASK);
        assertThat(decide(tasks(501))).isEqualTo(BackendMode.VIP);
        assertThat(decision.reason()).isEqualTo("501 tasks, more than 500");
    }

    /// A service that swings around the limit is not switched to and fro.
    @Test
    void aFewTasksLessAreNotEnoughToGoBack() {
        decide(tasks(501));
        pass(3_600);

        assertThat(decide(tasks(401))).isEqualTo(BackendMode.VIP);
        pass(3_600);
        assertThat(decide(tasks(401))).isEqualTo(BackendMode.VIP);
    }

    @Test
    void goesBackAfterAMinuteOfCalm() {
        decide(tasks(501));
        assertThat(decide(tasks(400))).isEqualTo(BackendMode.VIP);
        assertThat(decision.reason()).startsWith("calm again");

        pass(59);
        assertThat(decide(tasks(400))).isEqualTo(BackendMode.VIP);
        pass(1);
        assertThat(decide(tasks(400))).isEqualTo(BackendMode.TASK);
    }

    @Test
    void theMinuteBeginsAnewWhenItWasNotCalm() {
        decide(tasks(501));
        decide(tasks(10));
        pass(59);
        decide(tasks(450));
        pass(2);

        assertThat(decide(tasks(10))).isEqualTo(BackendMode.VIP);
    }

    @Test
    void tasksThatComeAndGoAreReachedByTheVip() {
        assertThat(decide(churn(61))).isEqualTo(BackendMode.VIP);
        pass(3_600);
        assertThat(decide(churn(11))).isEqualTo(BackendMode.VIP);
        assertThat(decide(churn(10))).isEqualTo(BackendMode.VIP);
        pass(60);
        assertThat(decide(churn(10))).isEqualTo(BackendMode.TASK);
    }

    /// An update replaces each task once.
    @Test
    void anUpdateOfALargeServiceIsNoChurn() {
        assertThat(decide(new ModeFacts(200, 150, false, true, false))).isEqualTo(BackendMode.TASK);
    }

    @Test
    void aSwarmThatIsNotSeenIsLeftToTheKernel() {
        assertThat(decide(new ModeFacts(3, 0, true, true, false))).isEqualTo(BackendMode.VIP);
        assertThat(decision.reason()).isEqualTo("the swarm has not been seen for 10 s");
        pass(3_600);
        assertThat(decide(CALM)).isEqualTo(BackendMode.VIP);
        pass(60);
        assertThat(decide(CALM)).isEqualTo(BackendMode.TASK);
    }

    @Test
    void withoutAVipThereAreOnlyTasks() {
        assertThat(decide(new ModeFacts(900, 900, true, false, false))).isEqualTo(BackendMode.TASK);
        assertThat(decision.reason()).contains("no virtual address");
    }

    @Test
    void clientsThatAreBoundToTasksKeepThem() {
        assertThat(decide(new ModeFacts(900, 900, true, true, true))).isEqualTo(BackendMode.TASK);
        assertThat(decision.reason()).contains("bound");
    }

    private static ModeFacts tasks(int count) {
        return new ModeFacts(count, 0, false, true, false);
    }

    private static ModeFacts churn(int count) {
        return new ModeFacts(3, count, false, true, false);
    }

    private BackendMode decide(ModeFacts facts) {
        decision = BackendModePolicy.decide(decision, facts, now);
        return decision.mode();
    }

    private void pass(long seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
