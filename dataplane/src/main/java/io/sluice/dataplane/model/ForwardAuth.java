package io.sluice.dataplane.model;

import java.util.List;

/// Asks another service whether a request may pass: a GET without body that carries the request's header fields and
/// X-Forwarded-Method, -Host, -Uri. A 2xx answer lets it pass; any other is given to the client.
///
/// @param cluster that answers
/// @param path starts with `/`
/// @param copiedFields of the answer, set on the request that passes; a client cannot send them
public record ForwardAuth(String cluster, String path, List<String> copiedFields) {

    public ForwardAuth {
        copiedFields = List.copyOf(copiedFields);
    }
}
