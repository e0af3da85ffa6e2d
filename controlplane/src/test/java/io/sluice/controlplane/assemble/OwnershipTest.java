package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.dataplane.model.HostPattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnershipTest {

    private static final Site HOST = Site.of(HostPattern.of("h.local"));
    private static final Tenant ONE = new Tenant(true, "one");
    private static final Tenant TWO = new Tenant(true, "two");
    private static final long SECOND = 1_000_000_000L;

    @Test
    void theFirstToAskGetsIt() {
        assertThat(ownerOf(Ownership.NONE.next(claims(HOST, ONE, TWO), 0))).isEqualTo(ONE);
    }

    @Test
    void theOwnerKeepsIt() {
        Ownership before = Ownership.NONE.next(claims(HOST, TWO), 0);

        assertThat(ownerOf(before.next(claims(HOST, ONE, TWO), SECOND))).isEqualTo(TWO);
    }

    /// The monotonic clock may begin anywhere, and wrap.
    @Test
    void holdsEndAfterTheHoldWhereverTheClockBegan() {
        for (long start : List.of(0L, Long.MAX_VALUE - 100 * SECOND, Long.MIN_VALUE, -50 * SECOND)) {
            Ownership held = Ownership.NONE.next(claims(HOST, ONE), start).next(Map.of(), start);

            assertThat(ownerOf(held.next(claims(HOST, TWO), start + 299 * SECOND)))
                    .isEqualTo(ONE);
            assertThat(ownerOf(held.next(claims(HOST, TWO), start + 300 * SECOND)))
                    .isEqualTo(TWO);
            assertThat(held.next(Map.of(), start + 300 * SECOND)).isEqualTo(Ownership.NONE);
            assertThat(held.nextEndNanos()).hasValue(start + 300 * SECOND);
        }
    }

    @Test
    void theHoldIsNotRenewedByWaiting() {
        Ownership held = Ownership.NONE.next(claims(HOST, ONE), 0).next(Map.of(), 0);
        for (int second = 1; second < 300; second++) {
            held = held.next(claims(HOST, TWO), second * SECOND);
        }

        assertThat(ownerOf(held.next(claims(HOST, TWO), 300 * SECOND))).isEqualTo(TWO);
    }

    /// Names made up and dropped again must not fill the memory, nor push out what others gave up.
    @Test
    void whatOneTenantIsKeptIsLimited() {
        Map<Site, Set<Tenant>> claims = new HashMap<>(claims(HOST, TWO));
        for (int i = 0; i < Ownership.MAX_HELD_PER_TENANT + 100; i++) {
            claims.putAll(claims(Site.of(HostPattern.of("h" + i + ".local")), ONE));
        }

        Ownership held = Ownership.NONE.next(claims, 0).next(Map.of(), SECOND);

        assertThat(held.holdings()).hasSize(Ownership.MAX_HELD_PER_TENANT + 1).containsKey(HOST);
    }

    @Test
    void tenantsAreNamedExactly() {
        assertThat(ONE.isNamedBy("one")).isTrue();
        assertThat(ONE.isNamedBy("service:one")).isFalse();
        assertThat(new Tenant(false, "web").isNamedBy("service:web")).isTrue();
        assertThat(new Tenant(false, "web").isNamedBy("web")).isFalse();
        assertThat(new Tenant(true, "service:web").isNamedBy("service:web")).isFalse();
        assertThat(new Tenant(true, "a\nb")).hasToString("stack a\\nb");
    }

    @Test
    void sitesAreInOrderOfTheirNamesAndTheDefaultLast() {
        List<Site> sites = new ArrayList<>(List.of(
                Site.ANY,
                Site.of(HostPattern.of("*.a.local")),
                Site.of(HostPattern.of("b.local")),
                Site.of(HostPattern.of("a.local"))));
        sites.sort(null);

        assertThat(sites).extracting(Site::toString).containsExactly("a.local", "*.a.local", "b.local", "*");
    }

    private static Tenant ownerOf(Ownership ownership) {
        return ownership.of(HOST).orElseThrow().tenant();
    }

    private static Map<Site, Set<Tenant>> claims(Site site, Tenant... tenants) {
        return Map.of(site, new LinkedHashSet<>(List.of(tenants)));
    }
}
