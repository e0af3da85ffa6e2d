package io.sluice.perf.acceptance;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.sluice.perf.task.EchoTask;
import io.sluice.perf.task.TaskServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/// Scenarios 54, 55, 58, 64 and 69: tasks that are replaced, ail and die, bodies that are too large, and labels of
/// older
/// days.
class ChangesIT {

    private static AcceptanceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = AcceptanceStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    /// Stop first, one at a time: the engine says that a task is to go before the task is told.
    @Test
    void s54_losesNothingInARollingUpdate() throws IOException {
        TaskServer[] tasks = stack.tasks("s54", 3);
        App app = App.of("s54", "demo.local", tasks);
        stack.deploy(app);

        try (SteadyRequests load = SteadyRequests.start(stack, "demo.local", 300)) {
            for (int i = 0; i < tasks.length; i++) {
                TaskServer old = tasks[i];
                stack.deploy(app.running(tasks[(i + 1) % 3], tasks[(i + 2) % 3]));
                old.close();
                tasks[i] = stack.task("new." + i, "2");
                stack.deploy(app.running(tasks));
                load.awaitAnswered(100);
            }

            assertThat(load.failures()).isEmpty();
        }
        assertThat(stack.instances("demo.local", 30)).containsOnlyKeys("new.0", "new.1", "new.2");
    }

    /// The label is all that changes; requests under way end where they are.
    @Test
    void switchesBetweenTasksAndVipWithoutALostRequest() throws IOException {
        App app = App.of("modes", "demo.local", stack.tasks("modes", 3)).vip(stack.task("vip", "1"));
        stack.deploy(app);

        try (SteadyRequests load = SteadyRequests.start(stack, "demo.local", 300)) {
            for (String back : List.of("task", "auto", "task")) {
                load.awaitAnswered(50);
                stack.deploy(app.label("backend_mode", "vip"));
                assertThat(stack.instances("demo.local", 5)).containsOnlyKeys("vip");
                load.awaitAnswered(50);
                stack.deploy(app.label("backend_mode", back));
                assertThat(stack.instances("demo.local", 30)).containsOnlyKeys("modes.1", "modes.2", "modes.3");
            }

            assertThat(load.failures()).isEmpty();
        }
    }

    @Test
    void s55_givesNothingToATaskThatAils() throws IOException {
        AtomicInteger health = new AtomicInteger(503);
        EchoTask echo = new EchoTask("s55.1", "1");
        try (TaskServer ailing = TaskServer.start((wire, head) -> {
            if (head.start().startsWith("GET /health ")) {
                wire.send("HTTP/1.1 " + health.get() + " Health", "content-length: 0");
                return true;
            }
            return echo.answer(wire, head);
        })) {
            TaskServer well = stack.task("s55.2", "1");
            stack.deploy(App.of("s55", "demo.local", ailing, well)
                    .label("health_path", "/health")
                    .label("health_interval", "1s")
                    .label("health_status", "200-503"));
            await().until(() -> stack.instances("demo.local", 20).size() == 2);

            stack.deploy(App.of("s55", "demo.local", ailing, well)
                    .label("health_path", "/health")
                    .label("health_interval", "1s"));
            await().until(() -> stack.instances("demo.local", 20).size() == 1);
            assertThat(stack.instances("demo.local", 20)).containsOnlyKeys("s55.2");

            health.set(200);
            await().until(() -> stack.instances("demo.local", 20).size() == 2);
        }
    }

    @Test
    void s58_refusesABodyThatIsTooLarge() throws IOException {
        stack.deploy(App.of("s58", "demo.local", stack.task("one", "1")).label("max_body", "1MiB"));

        assertThat(stack.send("POST", "demo.local", "/", "x".repeat(2 << 20)).status())
                .isEqualTo(413);
        assertThat(stack.send("POST", "demo.local", "/", "x".repeat(1 << 20)).status())
                .isEqualTo(200);
    }

    @Test
    void s64_readsLabelsOfTheRoutingMesh() throws IOException {
        stack.deploy(App.bare("s64", stack.task("one", "1"))
                .label("com.docker.ucp.mesh.http", "external_route=http://demo.local,internal_port=80"));

        assertThat(stack.get("demo.local", "/").status()).isEqualTo(200);
        assertThat(stack.errorCodes("s64")).isNotEmpty();
    }

    /// All tasks of one node vanish at once, and nobody has said so yet.
    @Test
    void s69_survivesTheDeathOfANode() throws IOException {
        TaskServer[] tasks = stack.tasks("s69", 4);
        stack.deploy(App.of("s69", "demo.local", tasks));

        try (SteadyRequests load = SteadyRequests.start(stack, "demo.local", 300)) {
            load.awaitAnswered(200);
            tasks[0].close();
            tasks[1].close();
            load.awaitAnswered(300);

            assertThat(load.failures()).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(stack.instances("demo.local", 20)).containsOnlyKeys("s69.3", "s69.4");
    }
}
