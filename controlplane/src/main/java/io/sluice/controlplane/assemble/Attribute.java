package io.sluice.controlplane.assemble;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.sluice.controlplane.labels.Balancing;
import io.sluice.dataplane.model.RoutePolicy;

/// Something that the services of one pool can disagree on. The oldest decides.
///
/// @param label that says it, without the prefix
/// @param binding a younger service that disagrees is left out: its tasks would serve requests that nobody checked as
///     it asks, or could not read the connections
/// @param value compared by `equals`
record Attribute(String label, boolean binding, Function<RoutedService, Object> value) {

    static final List<Attribute> ALL = List.of(
            binding("ip_allow", service -> policy(service).allowedClients()),
            binding("basic_auth", service -> Optional.ofNullable(policy(service).basicAuth())),
            binding(AuthServices.LABEL, service -> service.auth().map(AuthTarget::forwardAuth)),
            binding("proxy_protocol", service -> balancing(service).proxyProtocol()),
            free("context_root_rewrite", service -> service.labels().stripContextRoot()),
            free("request_header", service -> policy(service).requestFields()),
            free("response_header", service -> policy(service).responseFields()),
            free("rate_limit", service -> Optional.ofNullable(policy(service).rateLimit())),
            free("cors_origins", service -> Optional.ofNullable(policy(service).cors())),
            free("compress", service -> policy(service).compression()),
            free("max_body", service -> policy(service).maxBodyBytes()),
            free("error_page", service -> policy(service).errorPage()),
            free(
                    "websocket_endpoints",
                    service -> Optional.ofNullable(policy(service).websocketPrefixes())),
            free("balance", service -> balancing(service).policy()),
            free("sticky", service -> balancing(service).affinity()),
            free("timeout_request", service -> balancing(service).timeouts()),
            free("retries", service -> balancing(service).retries()),
            free("max_fails", service -> balancing(service).outliers()),
            free("max_requests", service -> balancing(service).maxRequests()),
            free("slow_start", service -> balancing(service).slowStart()));

    boolean differs(RoutedService a, RoutedService b) {
        return !value.apply(a).equals(value.apply(b));
    }

    private static Attribute binding(String label, Function<RoutedService, Object> value) {
        return new Attribute(label, true, value);
    }

    private static Attribute free(String label, Function<RoutedService, Object> value) {
        return new Attribute(label, false, value);
    }

    private static RoutePolicy policy(RoutedService service) {
        return service.labels().policy();
    }

    private static Balancing balancing(RoutedService service) {
        return service.labels().balancing();
    }
}
