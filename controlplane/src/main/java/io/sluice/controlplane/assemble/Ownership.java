package io.sluice.controlplane.assemble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Which tenant has which site: what one assembly leaves to the next. Time is that of a monotonic clock, so that no
/// change of the wall clock gives a host away.
///
/// Whoever has a site keeps it for as long as one of its services asks for it, and [#HOLD] longer, so that a stack may
/// be removed and deployed again without losing its hosts to whoever asks in between (R-LBL-4).
public record Ownership(Map<Site, Holding> holdings) {

    /// Nobody has anything: the first to ask gets it.
    public static final Ownership NONE = new Ownership(Map.of());

    public static final Duration HOLD = Duration.ofMinutes(5);

    /// Sites that are held for tenants who no longer ask for them. Beyond it, those that end first are free at once:
    /// otherwise names made up and dropped again would fill the memory.
    static final int MAX_HELD = 200_000;

    static final int MAX_HELD_PER_TENANT = 5_000;

    public Ownership {
        holdings = Map.copyOf(holdings);
    }

    /// @param goneSinceNanos when the tenant stopped asking for the site; empty while it asks
    public record Holding(Tenant tenant, OptionalLong goneSinceNanos) {

        boolean isHeld() {
            return goneSinceNanos.isPresent();
        }

        private long endNanos() {
            return goneSinceNanos.orElseThrow() + HOLD.toNanos();
        }
    }

    Optional<Holding> of(Site site) {
        return Optional.ofNullable(holdings.get(site));
    }

    /// When the next site becomes free that is held now; empty when none is.
    public OptionalLong nextEndNanos() {
        return holdings.values().stream()
                .filter(Holding::isHeld)
                .mapToLong(Holding::endNanos)
                .reduce((a, b) -> a - b < 0 ? a : b);
    }

    /// @param claims who asks for which site now, in the order of the claims
    Ownership next(Map<Site, ? extends Set<Tenant>> claims, long nowNanos) {
        Map<Site, Holding> next = new HashMap<>();
        List<Map.Entry<Site, Holding>> held = new ArrayList<>();
        claims.forEach((site, tenants) -> next.put(site, live(tenants.iterator().next())));
        holdings.forEach((site, holding) -> {
            Set<Tenant> tenants = claims.get(site);
            if (tenants != null && tenants.contains(holding.tenant())) {
                next.put(site, live(holding.tenant()));
            } else {
                held.add(Map.entry(site, holding.isHeld() ? holding : gone(holding.tenant(), nowNanos)));
            }
        });
        held.removeIf(entry -> entry.getValue().endNanos() - nowNanos <= 0);
        withinLimits(held, nowNanos).forEach(entry -> next.put(entry.getKey(), entry.getValue()));
        return new Ownership(next);
    }

    private static Holding live(Tenant tenant) {
        return new Holding(tenant, OptionalLong.empty());
    }

    private static Holding gone(Tenant tenant, long nowNanos) {
        return new Holding(tenant, OptionalLong.of(nowNanos));
    }

    private static List<Map.Entry<Site, Holding>> withinLimits(List<Map.Entry<Site, Holding>> held, long nowNanos) {
        Map<Tenant, Integer> counts = new HashMap<>();
        return held.stream()
                .sorted(Comparator.comparingLong((Map.Entry<Site, Holding> entry) ->
                                nowNanos - entry.getValue().endNanos())
                        .thenComparing(Map.Entry::getKey))
                .filter(entry -> counts.merge(entry.getValue().tenant(), 1, Integer::sum) <= MAX_HELD_PER_TENANT)
                .limit(MAX_HELD)
                .toList();
    }
}
