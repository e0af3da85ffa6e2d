package io.sluice.perf.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.perf.wire.Wire;

/// What the proxy answered.
record Answer(Wire.Head head, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    int status() {
        try {
            return head.status();
        } catch (IOException e) {
            throw new AssertionError("no answer of HTTP", e);
        }
    }

    String field(String name) {
        return head.field(name);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// What the task said.
    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text(), e);
        }
    }

    String instance() {
        return json().path("instance").asText();
    }

    String target() {
        return json().path("target").asText();
    }

    /// The values that the task received under a name in lower case.
    List<String> received(String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode field : json().path("fields")) {
            if (field.path(0).asText().equalsIgnoreCase(name)) {
                values.add(field.path(1).asText());
            }
        }
        return values;
    }
}
