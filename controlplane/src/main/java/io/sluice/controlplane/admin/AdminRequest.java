package io.sluice.controlplane.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.sluice.controlplane.text.DurationText;

/// A read of the admin listener.
///
/// @param query decoded
record AdminRequest(String path, Map<String, List<String>> query) {

    AdminRequest {
        query = Map.copyOf(query);
    }

    Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    /// Everything when the parameter is absent, else only the names it gives.
    Predicate<String> filter(String name) {
        List<String> wanted = parameters(name);
        return wanted.isEmpty() ? all -> true : wanted::contains;
    }

    /// `10s`, `500ms`, `2m`; throws [IllegalArgumentException] for anything else.
    Optional<Duration> duration(String name) {
        return parameter(name).map(DurationText::parse);
    }
}
