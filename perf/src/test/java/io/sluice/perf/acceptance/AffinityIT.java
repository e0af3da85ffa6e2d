package io.sluice.perf.acceptance;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import io.sluice.perf.task.TaskServer;
import io.sluice.perf.wire.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// Scenarios 17 to 21: clients that come back to the task that served them.
class AffinityIT {

    private static AcceptanceStack stack;

    @BeforeAll
    static void start() throws IOException {
        stack = AcceptanceStack.start();
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    private static App sticky(String name, TaskServer... tasks) {
        return App.of(name, "demo.local", tasks).label("sticky_session_cookie", "session");
    }

    @Test
    void s17_pinsAValueOfTheCookie() throws IOException {
        stack.deploy(sticky("s17", stack.tasks("s17", 5)));

        assertThat(stack.addresses("demo.local", 50, "Cookie: a=b; session=V")).hasSize(1);
    }

    @Test
    void s18_spreadsValuesOfTheCookie() throws IOException {
        stack.deploy(sticky("s18", stack.tasks("s18", 5)));

        Set<String> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            used.addAll(stack.addresses("demo.local", 1, "Cookie: session=" + i));
        }

        assertThat(used).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void s19_movesFewValuesWhenScaled() throws IOException {
        TaskServer[] tasks = stack.tasks("s19", 6);
        App app = sticky("s19", tasks);
        stack.deploy(app.running(tasks[0], tasks[1], tasks[2], tasks[3], tasks[4]));
        Map<Integer, Set<String>> before = placed(1000);

        stack.deploy(app);

        Map<Integer, Set<String>> after = placed(1000);
        long moved = before.keySet().stream()
                .filter(value -> !before.get(value).equals(after.get(value)))
                .count();
        assertThat(moved).isBetween(1L, 1000L / 6 + 50);
    }

    private static Map<Integer, Set<String>> placed(int values) {
        Map<Integer, Set<String>> placed = new HashMap<>();
        for (int i = 0; i < values; i++) {
            placed.put(i, stack.addresses("demo.local", 1, "Cookie: session=" + i));
        }
        return placed;
    }

    @Test
    void s20_spreadsRequestsWithoutTheCookie() throws IOException {
        stack.deploy(sticky("s20", stack.tasks("s20", 5)));

        assertThat(stack.addresses("demo.local", 100)).hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void s21_pinsTheNetworkOfAClient() throws IOException {
        stack.deploy(App.of("s21", "demo.local", stack.tasks("s21", 5)).label("ip_hash", "true"));

        Set<String> first = from("127.0.9.1", 50);

        assertThat(first).hasSize(1);
        assertThat(from("127.0.9.77", 10)).isEqualTo(first);
        Set<String> others = new HashSet<>();
        for (int net = 10; net < 40; net++) {
            others.addAll(from("127.0." + net + ".1", 1));
        }
        assertThat(others).hasSizeGreaterThanOrEqualTo(3);
    }

    private static Set<String> from(String address, int requests) throws IOException {
        Set<String> reached = new HashSet<>();
        for (int i = 0; i < requests; i++) {
            try (Wire wire = stack.connectFrom(address)) {
                reached.add(AcceptanceStack.send(wire, "GET", "demo.local", "/ping", "")
                        .field("x-upstream-addr"));
            }
        }
        return reached;
    }
}
