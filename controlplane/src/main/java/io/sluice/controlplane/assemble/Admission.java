package io.sluice.controlplane.assemble;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.sluice.controlplane.config.RoutingOptions;
import io.sluice.controlplane.config.Tenancy;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.controlplane.labels.ServiceReport;
import io.sluice.controlplane.swarm.Service;

/// What services may ask for, whoever has it: within the budgets of R-LBL-6, and wide sites only by the operator's
/// leave where tenants are kept apart. Services are to ask in the order of their claims.
final class Admission {

    static final int MAX_ROUTES = 200_000;
    static final int MAX_ROUTES_PER_TENANT = 5_000;

    private final RoutingOptions options;
    private final Map<Tenant, Integer> counts = new HashMap<>();
    private final Map<Site, Set<Tenant>> claims = new HashMap<>();
    private int total;

    Admission(RoutingOptions options) {
        this.options = options;
    }

    /// Those of the wanted sites that the service may ask for; the others are reported.
    Set<Site> admit(Service service, Collection<Site> wanted, ServiceReport report) {
        Tenant tenant = Tenant.of(service);
        Set<Site> admitted = new LinkedHashSet<>();
        List<String> tooWide = new ArrayList<>();
        List<String> overBudget = new ArrayList<>();
        for (Site site : new LinkedHashSet<>(wanted)) {
            if (site.isWide() && !mayBeWide(tenant)) {
                tooWide.add(site.toString());
            } else if (!isWithinBudget(tenant)) {
                overBudget.add(site.toString());
            } else {
                count(tenant);
                claims.computeIfAbsent(site, key -> new LinkedHashSet<>()).add(tenant);
                admitted.add(site);
            }
        }
        report(tenant, tooWide, overBudget, report);
        return admitted;
    }

    /// Who asks for which site, in the order of the claims.
    Map<Site, Set<Tenant>> claims() {
        return claims;
    }

    private boolean mayBeWide(Tenant tenant) {
        return options.tenancy() == Tenancy.NONE
                || options.wildcardTenants().stream().anyMatch(tenant::isNamedBy);
    }

    private boolean isWithinBudget(Tenant tenant) {
        boolean isTenantWithin =
                options.tenancy() == Tenancy.NONE || counts.getOrDefault(tenant, 0) < MAX_ROUTES_PER_TENANT;
        return isTenantWithin && total < MAX_ROUTES;
    }

    private void count(Tenant tenant) {
        counts.merge(tenant, 1, Integer::sum);
        total++;
    }

    private void report(Tenant tenant, List<String> tooWide, List<String> overBudget, ServiceReport report) {
        if (!tooWide.isEmpty()) {
            report.error(
                    "wildcard-not-allowed",
                    LabelNames.HOSTS,
                    Places.text(tooWide) + " is not served: " + tenant
                            + " may have neither wildcard hosts nor the default backend",
                    "list the hosts one by one, or name the tenant in --wildcard-tenants");
        }
        if (!overBudget.isEmpty()) {
            String limit = total >= MAX_ROUTES
                    ? "all services together have " + MAX_ROUTES
                    : tenant + " has " + MAX_ROUTES_PER_TENANT;
            report.error(
                    "route-budget",
                    LabelNames.HOSTS,
                    Places.text(overBudget) + " is not served: " + limit + " routes, the limit",
                    "remove hosts that are needed no more, or use a wildcard host");
        }
    }
}
