package io.sluice.controlplane.docker;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// A JSON object of an answer, whose fields are asked for by path (`Spec.Name`). Absent and null are the same, as they
/// are for the engine, which leaves out what is empty. What is there with another type than asked for is an error that
/// says where it is.
public final class EngineObject {
    private final JsonNode node;
    private final String where;

    EngineObject(JsonNode node, String where) {
        if (!node.isObject()) {
            throw new DockerException(where + " is not an object but " + node.getNodeType());
        }
        this.node = node;
        this.where = where;
    }

    /// @throws DockerException when absent or empty
    public String text(String path) {
        String text = text(path, "");
        if (text.isEmpty()) {
            throw malformed(path, "is missing");
        }
        return text;
    }

    public String text(String path, String absent) {
        JsonNode value = find(path);
        if (isAbsent(value)) {
            return absent;
        }
        if (!value.isTextual()) {
            throw malformed(path, "is not a string");
        }
        return value.textValue();
    }

    public int number(String path, int absent) {
        long number = number(path, (long) absent);
        if (number != (int) number) {
            throw malformed(path, "is out of range: " + number);
        }
        return (int) number;
    }

    public long number(String path, long absent) {
        JsonNode value = find(path);
        if (isAbsent(value)) {
            return absent;
        }
        if (!value.canConvertToLong() || !value.isIntegralNumber()) {
            throw malformed(path, "is not a whole number");
        }
        return value.longValue();
    }

    public boolean flag(String path) {
        JsonNode value = find(path);
        if (isAbsent(value)) {
            return false;
        }
        if (!value.isBoolean()) {
            throw malformed(path, "is not true or false");
        }
        return value.booleanValue();
    }

    /// @throws DockerException when absent or not RFC 3339
    public Instant time(String path) {
        String text = text(path);
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw malformed(path, "is not a time: '" + text + "'");
        }
    }

    public boolean has(String path) {
        return !isAbsent(find(path));
    }

    public List<EngineObject> objects(String path) {
        var objects = new ArrayList<EngineObject>();
        for (JsonNode element : array(path)) {
            objects.add(new EngineObject(element, where + ": " + path + "[" + objects.size() + "]"));
        }
        return objects;
    }

    public List<String> texts(String path) {
        var texts = new ArrayList<String>();
        for (JsonNode element : array(path)) {
            if (!element.isTextual()) {
                throw malformed(path, "has an element that is not a string");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    public Map<String, String> textMap(String path) {
        JsonNode value = find(path);
        if (isAbsent(value)) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw malformed(path, "is not an object");
        }
        var map = new LinkedHashMap<String, String>();
        for (var property : value.properties()) {
            if (!property.getValue().isTextual()) {
                throw malformed(path + "." + property.getKey(), "is not a string");
            }
            map.put(property.getKey(), property.getValue().textValue());
        }
        return map;
    }

    /// A copy of an object inside it, to be changed and sent back; empty where there is none.
    public ObjectNode copy(String path) {
        JsonNode value = find(path);
        if (isAbsent(value)) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(value instanceof ObjectNode object)) {
            throw malformed(path, "is not an object");
        }
        return object.deepCopy();
    }

    /// An error about one field of this object.
    public DockerException malformed(String path, String problem) {
        return new DockerException(where + ": " + path + " " + problem);
    }

    private Iterable<JsonNode> array(String path) {
        JsonNode value = find(path);
        if (isAbsent(value)) {
            return List.of();
        }
        if (!value.isArray()) {
            throw malformed(path, "is not a list");
        }
        return value;
    }

    private JsonNode find(String path) {
        JsonNode found = node;
        for (String name : path.split("\\.")) {
            if (!isAbsent(found) && !found.isObject()) {
                throw malformed(path, "is inside something that is not an object");
            }
            found = found.path(name);
        }
        return found;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
