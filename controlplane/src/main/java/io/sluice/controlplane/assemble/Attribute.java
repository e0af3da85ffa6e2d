package io.sluice.controlplane.assemble;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import io.sluice.controlplane.labels.Balancing;
import io.sluice.controlplane.labels.LabelNames;
import io.sluice.dataplane.model.RoutePolicy;

/// Something that the services of one pool can disagree on. The oldest decides.
///
/// @param label that says it, without the prefix
/// @param binding a younger service that disagrees is left out: its tasks would serve requests that nobody checked as
///     it asks, or could not read the connections
/// @param value compared by `equals`
record Attribute(String label, boolean binding, Function<RoutedService, Object> value) {

    static final List<Attribute> ALL = List.of(
            binding(LabelNames.IP_ALLOW, service -> policy(service).allowedClients()),
            binding(
                    LabelNames.BASIC_AUTH,
                    service -> Optional.ofNullable(policy(service).basicAuth())),
            binding(LabelNames.FORWARD_AUTH, service -> service.auth().map(AuthTarget::forwardAuth)),
            binding(LabelNames.PROXY_PROTOCOL, service -> balancing(service).proxyProtocol()),
            binding(LabelNames.PROTOCOL, service -> service.tls().protocol().http()),
            binding(
                    LabelNames.SSL_BACKEND,
                    service -> Optional.ofNullable(service.tls().protocol().tls())),
            binding(LabelNames.SSL_ONLY, service -> service.tls().only()),
            free(LabelNames.CONTEXT_ROOT_REWRITE, service -> service.labels().stripContextRoot()),
            free(LabelNames.REQUEST_HEADER + "*", service -> policy(service).requestFields()),
            free(LabelNames.RESPONSE_HEADER + "*", service -> policy(service).responseFields()),
            free(
                    LabelNames.RATE_LIMIT,
                    service -> Optional.ofNullable(policy(service).rateLimit())),
            free(
                    LabelNames.CORS_ORIGINS,
                    service -> Optional.ofNullable(policy(service).cors())),
            free(LabelNames.COMPRESS, service -> policy(service).compression()),
            free(LabelNames.MAX_BODY, service -> policy(service).maxBodyBytes()),
            free(LabelNames.ERROR_PAGE, service -> policy(service).errorPage()),
            free(
                    LabelNames.WEBSOCKET_ENDPOINTS,
                    service -> Optional.ofNullable(policy(service).websocketPrefixes())),
            free(LabelNames.BALANCE, service -> balancing(service).policy()),
            free(LabelNames.STICKY, service -> balancing(service).affinity()),
            free(LabelNames.TIMEOUT_REQUEST, service -> balancing(service).timeouts()),
            free(LabelNames.RETRIES, service -> balancing(service).retries()),
            free(LabelNames.MAX_FAILS, service -> balancing(service).outliers()), // and what else leaves a task out
            free(LabelNames.MAX_REQUESTS, service -> balancing(service).maxRequests()),
            free(LabelNames.SLOW_START, service -> balancing(service).slowStart()));

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
