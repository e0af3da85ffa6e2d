package io.sluice.controlplane.assemble;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

import io.sluice.controlplane.labels.BackendMode;
import io.sluice.dataplane.model.Endpoint;

/// How the services of a pool share its requests: by their number of endpoints, unless one has a `weight`. A service's
/// weight is spread evenly over its endpoints; without the label it is their number.
final class Shares {

    /// Of endpoints' weights before they are brought into their range.
    private static final long MAX_MULTIPLE = 1_000_000_000;

    private Shares() {}

    /// The endpoints of all, each address once; of services under maintenance or of weight 0: none.
    static List<Endpoint> of(List<RoutedService> services) {
        List<Part> parts = new ArrayList<>();
        Set<InetSocketAddress> taken = new HashSet<>();
        for (RoutedService service : services) {
            List<Endpoint> endpoints = service.labels().maintenance().isPresent()
                    ? List.of()
                    : service.endpoints().stream()
                            .filter(endpoint -> taken.add(endpoint.address()))
                            .map(endpoint -> services.size() > 1 ? named(service, endpoint) : endpoint)
                            .toList();
            int weight = service.labels().balancing().weight().orElse(endpoints.size());
            if (!endpoints.isEmpty() && weight > 0) {
                parts.add(new Part(endpoints, weight));
            }
        }
        boolean isWeighted = parts.size() > 1 && parts.stream().anyMatch(part -> part.weight != part.endpoints.size());
        return isWeighted
                ? weighted(parts)
                : parts.stream().flatMap(part -> part.endpoints.stream()).toList();
    }

    /// The same without their age, where nothing asks for it: a cluster must not differ by a date that has no effect.
    static List<Endpoint> sinceLongAgo(List<Endpoint> endpoints) {
        return changed(
                endpoints,
                endpoint -> new Endpoint(
                        endpoint.name(), endpoint.address(), endpoint.weight(), Instant.EPOCH, endpoint.healthy()));
    }

    /// What one service brings into a pool: at least one endpoint, a weight above 0.
    private record Part(List<Endpoint> endpoints, int weight) {}

    /// Among several services, `vip` alone would say nothing; a task's name begins with its service's.
    private static Endpoint named(RoutedService service, Endpoint endpoint) {
        return service.mode() == BackendMode.VIP
                ? new Endpoint(
                        service.name() + "." + endpoint.name(),
                        endpoint.address(),
                        endpoint.weight(),
                        endpoint.since(),
                        endpoint.healthy())
                : endpoint;
    }

    /// With `w` for a service of `n` endpoints, each of these should have `w / n`: the least common multiple of all `n`
    /// makes them whole numbers, their greatest common divisor small ones. Only weights far apart are rounded.
    private static List<Endpoint> weighted(List<Part> parts) {
        long multiple = 1;
        for (Part part : parts) {
            multiple = Math.min(MAX_MULTIPLE, leastCommonMultiple(multiple, part.endpoints.size()));
        }
        long[] weights = new long[parts.size()];
        long divisor = 0;
        long most = 0;
        for (int i = 0; i < weights.length; i++) {
            Part part = parts.get(i);
            weights[i] = Math.max(1, part.weight * multiple / part.endpoints.size());
            divisor = greatestCommonDivisor(weights[i], divisor);
            most = Math.max(most, weights[i]);
        }
        double scale = Math.min(1.0 / divisor, (double) Endpoint.MAX_WEIGHT / most);
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            int weight = (int) Math.max(1, Math.round(weights[i] * scale));
            endpoints.addAll(changed(
                    parts.get(i).endpoints,
                    endpoint -> new Endpoint(
                            endpoint.name(), endpoint.address(), weight, endpoint.since(), endpoint.healthy())));
        }
        return endpoints;
    }

    private static long leastCommonMultiple(long a, long b) {
        return a / greatestCommonDivisor(a, b) * b;
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    private static List<Endpoint> changed(List<Endpoint> endpoints, UnaryOperator<Endpoint> change) {
        return endpoints.stream().map(change).toList();
    }
}
