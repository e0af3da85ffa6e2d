package io.sluice.controlplane.publish;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.sluice.controlplane.assemble.Tenant;
import io.sluice.controlplane.config.ConfigError;
import io.sluice.controlplane.swarm.Service;
import io.sluice.controlplane.swarm.Service.UpdateState;
import io.sluice.controlplane.swarm.SwarmState;

/// Slows down tenants that keep changing their services, and nobody else (R-LBL-6): between two looks, those of such a
/// tenant stay as they were. Tasks always pass, for requests must not go to tasks that end. Time is given, never read.
/// Owned by one thread.
final class FlapGuard {

    /// Changes within [#SPAN] that a tenant may have applied at once.
    static final int MAX_CHANGES = 10;

    static final Duration SPAN = Duration.ofMinutes(1);

    /// Between two looks at a tenant with more.
    static final Duration PACE = Duration.ofSeconds(5);

    /// Of [#delayNanos] while nobody is slowed down.
    static final long IDLE = Long.MAX_VALUE;

    private final Map<Tenant, Conduct> conducts = new HashMap<>();
    private final Set<String> slowed = new TreeSet<>();
    private boolean started;
    private long dueNanos;

    /// The state, with the services of tenants who flap as they were applied last.
    SwarmState admit(SwarmState state, long nowNanos) {
        boolean isFirst = !started;
        started = true;
        slowed.clear();
        Map<Tenant, List<Service>> byTenant = new HashMap<>();
        state.services()
                .forEach(service -> byTenant.computeIfAbsent(Tenant.of(service), tenant -> new ArrayList<>())
                        .add(service));
        byTenant.keySet().forEach(tenant -> conducts.computeIfAbsent(tenant, key -> new Conduct()));
        List<Service> admitted = new ArrayList<>(state.services().size());
        conducts.forEach((tenant, conduct) -> {
            List<Service> services = byTenant.getOrDefault(tenant, List.of());
            if (!conduct.admits(services, nowNanos, isFirst)) {
                dueNanos = slowed.isEmpty() ? conduct.dueNanos() : earlier(dueNanos, conduct.dueNanos());
                slowed.add(tenant.toString());
            }
            admitted.addAll(conduct.applied);
        });
        conducts.values().removeIf(conduct -> conduct.isForgotten(nowNanos));
        admitted.sort(Comparator.comparing(Service::name).thenComparing(Service::id));
        return new SwarmState(admitted, state.tasks(), state.networks(), state.nodes(), state.secretFiles());
    }

    /// Until what is held back is to be looked at again.
    long delayNanos(long nowNanos) {
        return slowed.isEmpty() ? IDLE : Math.max(0, dueNanos - nowNanos);
    }

    /// One entry for each tenant that is slowed down.
    List<ConfigError> errors() {
        return slowed.stream()
                .map(tenant -> new ConfigError(
                        ConfigError.Severity.WARNING,
                        "tenant-flapping",
                        "",
                        "",
                        "",
                        tenant + " changed its services more than " + MAX_CHANGES + " times within " + SPAN.toSeconds()
                                + " s; its changes are applied every " + PACE.toSeconds() + " s",
                        "find out what keeps updating its services"))
                .toList();
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    /// What one tenant did.
    private static final class Conduct {

        private final Deque<Long> changes = new ArrayDeque<>(); // times, oldest first, at most one more than allowed
        private List<Service> applied = List.of();

        /// False: held back; `applied` then is what was.
        boolean admits(List<Service> services, long nowNanos, boolean isFirst) {
            if (sameAsApplied(services)) {
                applied = List.copyOf(services);
                return true;
            }
            changes.removeIf(time -> nowNanos - time >= SPAN.toNanos());
            if (changes.size() > MAX_CHANGES && nowNanos - changes.getLast() < PACE.toNanos()) {
                return false;
            }
            if (!isFirst) {
                changes.addLast(nowNanos);
            }
            if (changes.size() > MAX_CHANGES + 1) {
                changes.removeFirst();
            }
            applied = List.copyOf(services);
            return true;
        }

        long dueNanos() {
            return changes.getLast() + PACE.toNanos();
        }

        boolean isForgotten(long nowNanos) {
            return applied.isEmpty() && (changes.isEmpty() || nowNanos - changes.getLast() >= SPAN.toNanos());
        }

        /// Versions and the progress of updates change with every task, and route nothing.
        private boolean sameAsApplied(List<Service> services) {
            return services.stream()
                    .map(Conduct::content)
                    .toList()
                    .equals(applied.stream().map(Conduct::content).toList());
        }

        private static Service content(Service service) {
            return new Service(
                    service.id(),
                    service.name(),
                    0,
                    service.createdAt(),
                    service.labels(),
                    service.endpointMode(),
                    service.networkIds(),
                    service.virtualIps(),
                    service.ports(),
                    UpdateState.NONE);
        }
    }
}
