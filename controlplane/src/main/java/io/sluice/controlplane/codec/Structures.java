package io.sluice.controlplane.codec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/// The forms of enums, records, and the interfaces that they implement.
final class Structures {

    private Structures() {}

    /// A constant by its place.
    record EnumForm(Class<?> type) implements Form {

        @Override
        public void write(Sink sink, Object value) {
            sink.count(((Enum<?>) value).ordinal());
        }

        @Override
        public Object read(Input input) {
            Object[] constants = type.getEnumConstants();
            return constants[input.index(constants.length)];
        }

        @Override
        public String description() {
            return List.of(type.getEnumConstants()).toString();
        }
    }

    /// A component that may be null: 0, or 1 and the value.
    record NullableForm(Form form) implements Form {

        @Override
        @SuppressWarnings("NullAway") // the one door through which null passes
        public void write(Sink sink, @Nullable Object value) {
            sink.count(value == null ? 0 : 1);
            if (value != null) {
                form.write(sink, value);
            }
        }

        @Override
        @SuppressWarnings("NullAway")
        public @Nullable Object read(Input input) {
            return input.index(2) == 0 ? null : form.read(input);
        }

        @Override
        public String description() {
            return form.description() + "?";
        }
    }

    /// Which of the permitted types, then the value.
    record ChoiceForm(String name, List<Class<?>> types, List<Form> forms) implements Form {

        @Override
        public void write(Sink sink, Object value) {
            int index = types.indexOf(value.getClass());
            sink.count(index);
            forms.get(index).write(sink, value);
        }

        @Override
        public Object read(Input input) {
            return forms.get(input.index(forms.size())).read(input);
        }

        @Override
        public String description() {
            return name + " of " + forms.stream().map(Form::description).toList();
        }
    }

    /// One component after the other; read through the canonical constructor, which checks them.
    ///
    /// @param accessors same order as `forms`
    record RecordForm(String name, Constructor<?> constructor, List<Method> accessors, List<Form> forms)
            implements Form {

        @Override
        public void write(Sink sink, Object value) {
            for (int i = 0; i < forms.size(); i++) {
                forms.get(i).write(sink, component(i, value));
            }
        }

        @SuppressWarnings("NullAway") // null where the form is nullable
        private Object component(int index, Object value) {
            try {
                return accessors.get(index).invoke(value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot read " + accessors.get(index), e);
            }
        }

        @Override
        public Object read(Input input) {
            Object[] components = new Object[forms.size()];
            for (int i = 0; i < components.length; i++) {
                components[i] = forms.get(i).read(input);
            }
            try {
                return constructor.newInstance(components);
            } catch (InvocationTargetException e) {
                throw new CodecException("no " + name + ": " + e.getCause(), e);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("cannot make a " + name, e);
            }
        }

        @Override
        public String description() {
            return IntStream.range(0, forms.size())
                    .mapToObj(
                            i -> accessors.get(i).getName() + " " + forms.get(i).description())
                    .collect(Collectors.joining(", ", name + "(", ")"));
        }
    }
}
