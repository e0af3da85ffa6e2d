package io.sluice.controlplane.docker;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/// Reads what engines answer. A list is read element by element, so that its size in memory is that of what the mapper
/// keeps.
final class JsonAnswers {
    private static final int DEPTH = 64;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEPTH)
                            .build())
                    .build())
            .build();

    /// @throws DockerException when anything is wrong with any element: a part of a list is worth nothing
    <T> List<T> list(InputStream body, String where, Function<EngineObject, T> map) {
        try (JsonParser parser = mapper.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new DockerException(where + ": the answer is not a list");
            }
            var list = new ArrayList<T>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode element = parser.readValueAsTree();
                list.add(map.apply(new EngineObject(element, where + ": element " + list.size())));
            }
            requireEnd(parser, where);
            return list;
        } catch (IOException e) {
            throw malformed(where, e);
        }
    }

    EngineObject object(InputStream body, String where) {
        try (JsonParser parser = mapper.createParser(body)) {
            EngineObject object = object(parser, where);
            requireEnd(parser, where);
            return object;
        } catch (IOException e) {
            throw malformed(where, e);
        }
    }

    EngineObject object(byte[] text, String where) {
        try (JsonParser parser = mapper.createParser(text)) {
            return object(parser, where);
        } catch (IOException e) {
            throw malformed(where, e);
        }
    }

    private static EngineObject object(JsonParser parser, String where) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DockerException(where + ": the answer is not an object");
        }
        JsonNode node = parser.readValueAsTree();
        return new EngineObject(node, where);
    }

    private static void requireEnd(JsonParser parser, String where) throws IOException {
        if (parser.nextToken() != null) {
            throw new DockerException(where + ": the answer goes on after its end");
        }
    }

    private static DockerException malformed(String where, IOException e) {
        return new DockerException(where + ": malformed answer: " + Causes.text(e), e);
    }
}
