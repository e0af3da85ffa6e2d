package io.sluice.controlplane.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// Documents as trees of maps, lists, strings and numbers in the order they are written; Jackson escapes.
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /// Alternating names and values.
    static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    /// What went wrong and what to do about it.
    static Map<String, Object> error(String message, String hint) {
        return object("error", message, "hint", hint);
    }

    static Map<String, Object> error(String message, String hint, String name, List<String> values) {
        return object("error", message, "hint", hint, name, values);
    }

    static byte[] bytes(Map<String, Object> document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("document cannot be written as JSON", e);
        }
    }
}
