package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.Label;
import io.sluice.controlplane.swarm.SwarmState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FlapGuardTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final FlapGuard guard = new FlapGuard();
    private long nowNanos = Long.MAX_VALUE - 5 * SECOND; // wraps soon

    @Test
    void tenChangesInAMinutePassAtOnce() {
        assertThat(admit(service("st", "web", 0))).containsExactly("web-0");
        for (int i = 1; i <= FlapGuard.MAX_CHANGES; i++) {
            assertThat(admit(service("st", "web", i))).containsExactly("web-" + i);
        }

        assertThat(guard.delayNanos(nowNanos)).isEqualTo(FlapGuard.IDLE);
        assertThat(guard.errors()).isEmpty();
    }

    @Test
    void whoChangesMoreIsAppliedEveryFiveSeconds() {
        flap("st");

        assertThat(admit(service("st", "web", 100))).containsExactly("web-11");
        assertThat(guard.delayNanos(nowNanos)).isEqualTo(FlapGuard.PACE.toNanos());
        assertThat(guard.errors()).singleElement().satisfies(error -> {
            assertThat(error.code()).isEqualTo("tenant-flapping");
            assertThat(error.message()).contains("stack st", "10 times", "5 s");
        });

        nowNanos += FlapGuard.PACE.toNanos();
        assertThat(admit(service("st", "web", 101))).containsExactly("web-101");
        assertThat(admit(service("st", "web", 102))).containsExactly("web-101");
    }

    @Test
    void othersAreNotSlowedDown() {
        flap("st");

        assertThat(admit(service("other", "api", 1), service("st", "web", 100))).containsExactly("api-1", "web-11");
        assertThat(admit(service("other", "api", 2), service("st", "web", 100))).containsExactly("api-2", "web-11");
    }

    @Test
    void whoCalmsDownIsAppliedAtOnceAgain() {
        flap("st");
        nowNanos += FlapGuard.SPAN.toNanos();

        assertThat(admit(service("st", "web", 200))).containsExactly("web-200");
        assertThat(admit(service("st", "web", 201))).containsExactly("web-201");
        assertThat(guard.errors()).isEmpty();
    }

    @Test
    void aServiceThatComesAndGoesFlaps() {
        admit();
        for (int i = 0; i <= FlapGuard.MAX_CHANGES; i++) {
            admit(i % 2 == 0 ? new Service[] {service("st", "web", 0)} : new Service[0]);
        }

        assertThat(admit()).containsExactly("web-0");
    }

    /// They change with every task that is replaced.
    @Test
    void versionsAreNoChanges() {
        for (int i = 0; i < 50; i++) {
            assertThat(admit(at(i, service("st", "web", 0)))).containsExactly("web-0");
        }

        assertThat(guard.errors()).isEmpty();
    }

    @Test
    void newVersionsPassEvenUnchanged() {
        admit(service("st", "web", 0));

        SwarmState state = guard.admit(state(at(7, service("st", "web", 0))), nowNanos);

        assertThat(state.services().getFirst().version()).isEqualTo(7);
    }

    /// Eleven changes: one more than pass at once.
    private void flap(String stack) {
        admit(service(stack, "web", 0));
        for (int i = 1; i <= FlapGuard.MAX_CHANGES + 1; i++) {
            admit(service(stack, "web", i));
        }
    }

    /// What was admitted: names and labels.
    private List<String> admit(Service... services) {
        List<String> admitted = new ArrayList<>();
        for (Service service : guard.admit(state(services), nowNanos).services()) {
            admitted.add(service.name() + "-" + service.labels().get("n").value());
        }
        return admitted;
    }

    private static SwarmState state(Service... services) {
        return new SwarmState(List.of(services), List.of(), List.of(), List.of());
    }

    private static Service service(String stack, String name, int label) {
        return at(
                1,
                new Service(
                        name,
                        name,
                        1,
                        Instant.EPOCH,
                        Map.of(
                                "com.docker.stack.namespace", new Label(stack, ""),
                                "n", new Label(String.valueOf(label), "")),
                        Service.EndpointMode.VIP,
                        List.of(),
                        List.of(),
                        List.of(),
                        Service.UpdateState.NONE));
    }

    private static Service at(long version, Service service) {
        return new Service(
                service.id(),
                service.name(),
                version,
                service.createdAt(),
                service.labels(),
                service.endpointMode(),
                service.networkIds(),
                service.virtualIps(),
                service.ports(),
                service.updateState());
    }
}
