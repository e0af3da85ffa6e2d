package io.sluice.controlplane.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The forms of collections. What has no order is written in the order of its elements' bytes.
final class Groups {

    private Groups() {}

    record ListForm(Form element) implements Form {

        @Override
        public void write(Sink sink, Object value) {
            Collection<?> elements = (Collection<?>) value;
            sink.count(elements.size());
            elements.forEach(one -> element.write(sink, one));
        }

        @Override
        public List<Object> read(Input input) {
            int count = input.count();
            List<Object> elements = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                elements.add(element.read(input));
            }
            return Collections.unmodifiableList(elements);
        }

        @Override
        public String description() {
            return "list " + element.description();
        }
    }

    record SetForm(Form element) implements Form {

        @Override
        public void write(Sink sink, Object value) {
            writeSorted(sink, ((Set<?>) value).stream().map(this::bytesOf).toList());
        }

        private byte[] bytesOf(Object one) {
            Sink own = new Sink();
            element.write(own, one);
            return own.toBytes();
        }

        @Override
        public Set<Object> read(Input input) {
            int count = input.count();
            Set<Object> elements = new LinkedHashSet<>();
            for (int i = 0; i < count; i++) {
                if (!elements.add(element.read(input))) {
                    throw new CodecException("an element twice in a set");
                }
            }
            return elements;
        }

        @Override
        public String description() {
            return "set " + element.description();
        }
    }

    record MapForm(Form key, Form value) implements Form {

        @Override
        public void write(Sink sink, Object map) {
            writeSorted(
                    sink,
                    ((Map<?, ?>) map).entrySet().stream().map(this::bytesOf).toList());
        }

        private byte[] bytesOf(Map.Entry<?, ?> entry) {
            Sink own = new Sink();
            key.write(own, entry.getKey());
            value.write(own, entry.getValue());
            return own.toBytes();
        }

        @Override
        public Map<Object, Object> read(Input input) {
            int count = input.count();
            Map<Object, Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                Object name = key.read(input);
                if (entries.put(name, value.read(input)) != null) {
                    throw new CodecException("a key twice in a map");
                }
            }
            return entries;
        }

        @Override
        public String description() {
            return "map " + key.description() + " to " + value.description();
        }
    }

    private static void writeSorted(Sink sink, List<byte[]> elements) {
        sink.count(elements.size());
        elements.stream().sorted(Arrays::compareUnsigned).forEach(sink::raw);
    }
}
