package io.sluice.perf.acceptance;

import java.io.IOException;
import java.util.Map;

import io.sluice.perf.task.TaskServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios 8 to 16, 60, 61 and 78: how requests spread over tasks, services and VIPs, and what happens when a task
/// fails or goes.
class PoolsIT {

    private static AcceptanceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = AcceptanceStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    void s08_spreadsRequestsEvenly() throws IOException {
        stack.deploy(App.of("s08", "demo.local", stack.tasks("s08", 4)));

        Map<String, Integer> counts = stack.instances("demo.local", 400);

        assertThat(counts).hasSize(4);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(90, 110));
    }

    @Test
    void s09_followsScalingUp() throws IOException {
        TaskServer[] all = stack.tasks("s09", 4);
        stack.deploy(App.of("s09", "demo.local", all[0]));
        assertThat(stack.instances("demo.local", 8)).hasSize(1);

        stack.deploy(App.of("s09", "demo.local", all));

        assertThat(stack.instances("demo.local", 40)).hasSize(4);
    }

    @Test
    void s10_losesNothingWhenScaledDown() throws IOException {
        TaskServer[] all = stack.tasks("s10", 4);
        App app = App.of("s10", "demo.local", all);
        stack.deploy(app);

        try (SteadyRequests load = SteadyRequests.start(stack, "demo.local", 500)) {
            load.awaitAnswered(200);
            stack.deploy(app.running(all[0]));
            load.awaitAnswered(400);

            assertThat(load.failures()).isEmpty();
            assertThat(stack.instances("demo.local", 10)).containsOnlyKeys("s10.1");
        }
    }

    @Test
    void s11_sharesAHostByRunningTasks() throws IOException {
        stack.deploy(
                App.of("v1", "demo.local", stack.tasks("v1", 4)), App.of("v2", "demo.local", stack.tasks("v2", 1)));

        Map<String, Integer> counts = stack.instances("demo.local", 1000);

        assertThat(counts).hasSize(5);
        assertThat(counts.get("v2.1")).isBetween(170, 230);
    }

    @Test
    void s12_promotesACanaryWithoutAnError() throws IOException {
        TaskServer[] first = stack.tasks("v1", 4);
        TaskServer[] second = stack.tasks("v2", 4);
        App v1 = App.of("v1", "demo.local", first);
        App v2 = App.of("v2", "demo.local", second[0]);
        stack.deploy(v1, v2);

        try (SteadyRequests load = SteadyRequests.start(stack, "demo.local", 300)) {
            load.awaitAnswered(100);
            stack.deploy(v1, v2.running(second));
            stack.deploy(v1.running(), v2.running(second));
            load.awaitAnswered(300);
            assertThat(load.failures()).isEmpty();
        }
        assertThat(stack.instances("demo.local", 40).keySet()).allMatch(instance -> instance.startsWith("v2."));
        stack.deploy(v1, v2.running());
        assertThat(stack.instances("demo.local", 40).keySet()).allMatch(instance -> instance.startsWith("v1."));
    }

    /// What stands behind a VIP is the swarm's: here one address, there as many instances as it has.
    @Test
    void s13_vipIsTheOnlyAddress() throws IOException {
        TaskServer vip = stack.task("vip", "1");
        stack.deploy(App.of("s13", "demo.local", stack.tasks("s13", 3))
                .label("backend_mode", "vip")
                .vip(vip));

        assertThat(stack.addresses("demo.local", 20)).containsExactly(vip.address());
    }

    @Test
    void s14_vipsShareAHostByServices() throws IOException {
        App v1 = App.of("v1", "demo.local", stack.tasks("v1", 4)).label("backend_mode", "vip");
        App v2 = App.of("v2", "demo.local", stack.tasks("v2", 1)).label("backend_mode", "vip");
        stack.deploy(v1.vip(stack.task("vip1", "1")), v2.vip(stack.task("vip2", "2")));

        Map<String, Integer> counts = stack.instances("demo.local", 1000);

        assertThat(counts.get("vip1")).isBetween(450, 550);
        assertThat(counts.get("vip2")).isBetween(450, 550);
    }

    @Test
    void s15_tasksBehindAVipChangeNothing() throws IOException {
        TaskServer[] tasks = stack.tasks("s15", 3);
        App app = App.of("s15", "demo.local", tasks[0])
                .label("backend_mode", "vip")
                .vip(stack.task("vip", "1"));
        stack.deploy(app);

        stack.deploy(app.running(tasks));

        assertThat(stack.api("snapshots")
                        .path("snapshots")
                        .path(0)
                        .path("changes")
                        .toString())
                .doesNotContain("s15");
    }

    @Test
    void s16_aVipCannotPin() throws IOException {
        TaskServer vip = stack.task("vip", "1");
        stack.deploy(App.of("s16", "demo.local", stack.tasks("s16", 3))
                .label("backend_mode", "vip")
                .label("sticky_session_cookie", "session")
                .vip(vip));

        assertThat(stack.addresses("demo.local", 10, "Cookie: session=a")).containsExactly(vip.address());
        assertThat(stack.errorCodes("s16")).isNotEmpty();
    }

    @Test
    void s60_retriesWhereConnectionsAreRefused() throws IOException {
        TaskServer[] tasks = stack.tasks("s60", 3);
        stack.deploy(App.of("s60", "demo.local", tasks));
        tasks[1].close();

        assertThat(stack.instances("demo.local", 300)).containsOnlyKeys("s60.1", "s60.3");
    }

    @Test
    void s61_doesNotRepeatAPostThatWasRead() throws IOException {
        TaskServer[] tasks = stack.tasks("s61", 2);
        stack.deploy(App.of("s61", "demo.local", tasks));

        Answer answer = stack.send("POST", "demo.local", "/die", "once");

        assertThat(answer.status()).isEqualTo(502);
        assertThat(tasks[0].accepted() + tasks[1].accepted()).isEqualTo(1);
    }

    /// An upstream connection that nobody used for long is not trusted with a request. IPVS forgets after 15 minutes;
    /// the
    /// pool does after seconds, which the endpoint shows by forgetting at once.
    @Test
    void s78_survivesAForgottenUpstreamConnection() throws IOException {
        TaskServer vip = stack.task("vip", "1");
        stack.deploy(App.of("s78", "demo.local").label("backend_mode", "vip").vip(vip));
        try (var wire = stack.connect()) {
            assertThat(AcceptanceStack.send(wire, "GET", "demo.local", "/", "").status())
                    .isEqualTo(200);

            vip.reset();

            assertThat(AcceptanceStack.send(wire, "GET", "demo.local", "/", "").status())
                    .isEqualTo(200);
        }
    }
}
