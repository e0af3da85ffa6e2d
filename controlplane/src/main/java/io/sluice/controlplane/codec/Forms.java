package io.sluice.controlplane.codec;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// Finds the form of a type by looking at it. No type may contain itself, so that values are as deep as their types.
final class Forms {

    private final Set<Class<?>> open = new HashSet<>();

    Form of(Type type) {
        return switch (type) {
            case Class<?> plain -> ofClass(plain);
            case ParameterizedType generic -> ofGeneric(generic);
            default -> throw unusable(type);
        };
    }

    private Form ofGeneric(ParameterizedType type) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new Groups.ListForm(of(of[0]));
        }
        if (type.getRawType() == Set.class) {
            return new Groups.SetForm(of(of[0]));
        }
        if (type.getRawType() == Map.class) {
            return new Groups.MapForm(of(of[0]), of(of[1]));
        }
        throw unusable(type);
    }

    private Form ofClass(Class<?> type) {
        Form scalar = Scalars.FORMS.get(type);
        if (scalar != null) {
            return scalar;
        }
        if (type.isEnum()) {
            return new Structures.EnumForm(type);
        }
        if (!open.add(type)) {
            throw new IllegalArgumentException("it contains itself: " + type);
        }
        try {
            return type.isSealed() ? ofSealed(type) : ofRecord(type);
        } finally {
            open.remove(type);
        }
    }

    private Form ofSealed(Class<?> type) {
        List<Class<?>> types = List.of(type.getPermittedSubclasses());
        return new Structures.ChoiceForm(
                type.getSimpleName(), types, types.stream().map(this::ofClass).toList());
    }

    private Form ofRecord(Class<?> type) {
        if (!type.isRecord()) {
            throw unusable(type);
        }
        RecordComponent[] components = type.getRecordComponents();
        List<Form> forms = new ArrayList<>();
        List<Method> accessors = new ArrayList<>();
        for (RecordComponent component : components) {
            forms.add(ofComponent(component));
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            accessors.add(accessor);
        }
        return new Structures.RecordForm(type.getSimpleName(), canonical(type, components), accessors, forms);
    }

    private Form ofComponent(RecordComponent component) {
        Form form = of(component.getGenericType());
        AnnotatedType annotated = component.getAnnotatedType();
        return annotated.isAnnotationPresent(Nullable.class) ? new Structures.NullableForm(form) : form;
    }

    private static Constructor<?> canonical(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }

    private static IllegalArgumentException unusable(Type type) {
        return new IllegalArgumentException("neither a record, a sealed interface, an enum nor a known type: " + type);
    }
}
