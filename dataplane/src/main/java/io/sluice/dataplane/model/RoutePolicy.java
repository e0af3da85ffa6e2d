package io.sluice.dataplane.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/// What a route checks and changes beside its action. Every part is off unless asked for, and costs nothing then.
///
/// @param requestFields edits of what the endpoint receives
/// @param responseFields edits of what the client receives from the endpoint
/// @param allowedClients others are answered 403; empty: everybody is allowed
/// @param compression codings that the proxy may apply to compressible responses, best first; empty: none
/// @param maxBodyBytes of a request; longer: 413; [#UNLIMITED]: any
/// @param errorPage HTML of the failures that the proxy answers itself; empty: the proxy's own page
/// @param websocketPrefixes paths on which upgrades are passed on; null: on all
public record RoutePolicy(
        FieldEdits requestFields,
        FieldEdits responseFields,
        List<Cidr> allowedClients,
        @Nullable BasicAuth basicAuth,
        @Nullable ForwardAuth forwardAuth,
        @Nullable RateLimit rateLimit,
        @Nullable Cors cors,
        List<ContentCoding> compression,
        long maxBodyBytes,
        String errorPage,
        @Nullable List<String> websocketPrefixes) {

    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final RoutePolicy NONE = new RoutePolicy(
            FieldEdits.NONE, FieldEdits.NONE, List.of(), null, null, null, null, List.of(), UNLIMITED, "", null);

    public RoutePolicy {
        allowedClients = List.copyOf(allowedClients);
        compression = List.copyOf(compression);
        websocketPrefixes = websocketPrefixes == null ? null : List.copyOf(websocketPrefixes);
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("maxBodyBytes must not be negative: " + maxBodyBytes);
        }
    }

    /// The same with another service to be asked.
    public RoutePolicy withForwardAuth(ForwardAuth auth) {
        return new RoutePolicy(
                requestFields,
                responseFields,
                allowedClients,
                basicAuth,
                auth,
                rateLimit,
                cors,
                compression,
                maxBodyBytes,
                errorPage,
                websocketPrefixes);
    }

    /// The same with other users.
    public RoutePolicy withBasicAuth(BasicAuth users) {
        return new RoutePolicy(
                requestFields,
                responseFields,
                allowedClients,
                users,
                forwardAuth,
                rateLimit,
                cors,
                compression,
                maxBodyBytes,
                errorPage,
                websocketPrefixes);
    }

    /// The same with other edits of responses.
    public RoutePolicy withResponseFields(FieldEdits edits) {
        return new RoutePolicy(
                requestFields,
                edits,
                allowedClients,
                basicAuth,
                forwardAuth,
                rateLimit,
                cors,
                compression,
                maxBodyBytes,
                errorPage,
                websocketPrefixes);
    }
}
