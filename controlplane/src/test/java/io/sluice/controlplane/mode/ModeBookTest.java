package io.sluice.controlplane.mode;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;

import io.sluice.controlplane.labels.BackendMode;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.SwarmState;
import io.sluice.controlplane.swarm.Task;
import io.sluice.controlplane.swarm.TaskState;
import io.sluice.controlplane.swarm.VirtualIp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ModeBookTest {

    private static final OptionalLong FRESH = OptionalLong.empty();
    private static final Map<String, String> AUTO = Map.of("backend_mode", " AUTO ");

    private final ModeBook book = new ModeBook();
    private long now;

    @Test
    void followsOnlyServicesThatLeaveTheChoice() {
        ModeView view = look(service(Map.of("backend_mode", "vip")), 0, 600);

        assertThat(view).isEqualTo(ModeView.NONE);
        assertThat(view.of("web").mode()).isEqualTo(BackendMode.TASK);
        assertThat(book.nextChangeNanos(OptionalLong.of(0), now)).isEmpty();
    }

    @Test
    void countsTasksThatMayGetRequests() {
        assertThat(look(service(AUTO), 0, 501).of("web").mode()).isEqualTo(BackendMode.VIP);
    }

    @Test
    void countsTasksThatCameAndWentWithinAMinute() {
        Service web = service(AUTO);
        BackendMode mode = BackendMode.TASK;
        int rounds = 0;
        while (mode == BackendMode.TASK && rounds < 100) {
            rounds++;
            now += Duration.ofMillis(500).toNanos();
            mode = look(web, rounds, 2).of("web").mode();
        }

        // Each round but the first takes one away and brings one.
        assertThat(rounds).isEqualTo(32);
    }

    @Test
    void whatIsThereAtTheStartDidNotCome() {
        assertThat(look(service(AUTO), 0, 100).of("web").mode()).isEqualTo(BackendMode.TASK);
    }

    @Test
    void slowChangesAreForgotten() {
        Service web = service(AUTO);
        for (int i = 0; i < 200; i++) {
            now += Duration.ofSeconds(2).toNanos();
            assertThat(look(web, i, 2).of("web").mode()).isEqualTo(BackendMode.TASK);
        }
    }

    @Test
    void needsAVipOnEachOfItsNetworks() {
        Service web = new Service(
                "web",
                "web",
                1,
                Instant.EPOCH,
                labels(AUTO),
                Service.EndpointMode.VIP,
                List.of("net", "other"),
                service(AUTO).virtualIps(),
                List.of(),
                Service.UpdateState.NONE);

        assertThat(look(web, 0, 501).of("web").reason()).contains("no virtual address");
    }

    @Test
    void leavesStickyServicesWithTheirTasks() {
        Map<String, String> labels = new HashMap<>(AUTO);
        labels.put("sticky", "cookie:s");

        assertThat(look(service(labels), 0, 501).of("web").mode()).isEqualTo(BackendMode.TASK);
    }

    @Test
    void asksToBeCalledWhenTheSourceBecomesStale() {
        look(service(AUTO), 0, 1);

        assertThat(book.nextChangeNanos(OptionalLong.of(7), now)).hasValue(7 + BackendModePolicy.STALE.toNanos());
        assertThat(book.nextChangeNanos(FRESH, now)).isEmpty();
    }

    @Test
    void asksToBeCalledWhenItIsCalm() {
        Service web = service(AUTO);
        look(web, 0, 501);
        look(web, 0, 10);
        long calm = book.nextChangeNanos(FRESH, now).orElseThrow();

        // Its tasks left, which is churn for a minute; after another one it is calm for long enough.
        for (int i = 0; i < 3 && calm > now; i++) {
            now = calm;
            look(web, 0, 10);
            calm = book.nextChangeNanos(FRESH, now).orElse(0);
        }

        assertThat(look(web, 0, 10).of("web").mode()).isEqualTo(BackendMode.TASK);
        assertThat(book.nextChangeNanos(FRESH, now)).isEmpty();
    }

    @Test
    void forgetsServicesThatAreGone() {
        look(service(AUTO), 0, 501);
        book.onState(SwarmState.EMPTY, FRESH, now);

        assertThat(look(service(AUTO), 0, 450).of("web").mode()).isEqualTo(BackendMode.TASK);
    }

    /// @param first number of a task; those before it are gone
    private ModeView look(Service service, int first, int count) {
        List<Task> tasks = IntStream.range(first, first + count)
                .mapToObj(i -> new Task(
                        "t" + i,
                        "web",
                        "web." + i,
                        i,
                        "n",
                        TaskState.RUNNING,
                        TaskState.RUNNING,
                        Instant.EPOCH,
                        List.of(),
                        List.of()))
                .toList();
        return book.onState(new SwarmState(List.of(service), tasks, List.of(), List.of()), FRESH, now);
    }

    private static Service service(Map<String, String> labels) {
        return new Service(
                "web",
                "web",
                1,
                Instant.EPOCH,
                labels(labels),
                Service.EndpointMode.VIP,
                List.of("net"),
                List.of(new VirtualIp("net", InetAddress.ofLiteral("10.0.0.2"), OptionalInt.empty())),
                List.of(),
                Service.UpdateState.NONE);
    }

    private static Map<String, Label> labels(Map<String, String> labels) {
        Map<String, Label> all = new HashMap<>();
        labels.forEach((name, value) -> all.put(Label.PREFIX + name, new Label(value, "")));
        return all;
    }
}
