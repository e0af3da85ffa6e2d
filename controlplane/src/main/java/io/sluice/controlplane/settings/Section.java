package io.sluice.controlplane.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.text.NginxDuration;
import io.sluice.controlplane.text.SizeText;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// One table of the file. Keys are found in any case, as Go's reader did; a value of another type than asked for is an
/// error, and absent.
final class Section {

    private final TomlTable table;
    private final String path;
    private final Findings findings;
    private final Map<String, String> written = new LinkedHashMap<>();

    /// @param path of the table, with a dot at its end; empty at the top
    Section(TomlTable table, String path, Findings findings) {
        this.table = table;
        this.path = path;
        this.findings = findings;
        for (String key : table.keySet()) {
            String other = written.putIfAbsent(key.toLowerCase(Locale.ROOT), key);
            if (other != null) {
                error(key, "duplicate-key", "the table has " + Printable.quoted(other) + " too", "keep one of the two");
            }
        }
    }

    /// As written, in the order of the file.
    List<String> keys() {
        return List.copyOf(written.values());
    }

    boolean has(String key) {
        return written.containsKey(key.toLowerCase(Locale.ROOT));
    }

    /// Neither set, nor set to what means nothing: `""`, `[]`, `{}`, `false` or `0`.
    boolean isBlank(String key) {
        return switch (value(key)) {
            case null -> true;
            case String text -> text.isBlank();
            case Boolean flag -> !flag;
            case Long number -> number == 0;
            case TomlArray array -> array.isEmpty();
            case TomlTable inner -> inner.isEmpty();
            default -> false;
        };
    }

    Optional<Section> table(String key) {
        Object value = value(key);
        if (value instanceof TomlTable inner) {
            return Optional.of(new Section(inner, path + writtenAs(key) + ".", findings));
        }
        return wrong(key, value, "a table");
    }

    Optional<String> text(String key) {
        Object value = value(key);
        return value instanceof String text ? Optional.of(text) : wrong(key, value, "a text in quotes");
    }

    Optional<Boolean> flag(String key) {
        Object value = value(key);
        return value instanceof Boolean flag ? Optional.of(flag) : wrong(key, value, "true or false");
    }

    Optional<Integer> integer(String key, int min, int max) {
        Object value = value(key);
        if (value instanceof Long number && number >= min && number <= max) {
            return Optional.of(number.intValue());
        }
        return wrong(key, value, "a number from " + min + " to " + max);
    }

    /// A number is in seconds, as nginx takes it.
    Optional<Duration> duration(String key) {
        Object value = value(key);
        return value instanceof Long || value instanceof String
                ? parsed(key, value.toString(), NginxDuration::parse)
                : wrong(key, value, "a duration like \"10s\"");
    }

    Optional<Long> size(String key) {
        Object value = value(key);
        return value instanceof Long || value instanceof String
                ? parsed(key, value.toString(), SizeText::parse)
                : wrong(key, value, "a size like \"32m\"");
    }

    <T> Optional<T> parsed(String key, Function<String, T> parse) {
        return text(key).flatMap(text -> parsed(key, text, parse));
    }

    List<String> texts(String key) {
        Object value = value(key);
        if (!(value instanceof TomlArray array)) {
            wrong(key, value, "a list of texts");
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) {
            if (!(array.get(index) instanceof String text)) {
                wrong(key, array.get(index), "a list of texts");
                return List.of();
            }
            texts.add(text);
        }
        return texts;
    }

    Map<String, String> textMap(String key) {
        Optional<Section> inner = table(key);
        Map<String, String> texts = new LinkedHashMap<>();
        inner.ifPresent(section ->
                section.table.keySet().forEach(name -> section.exact(name).ifPresent(text -> texts.put(name, text))));
        return texts;
    }

    /// A value of one line: a text, a number, a boolean, or a list of these, joined by commas.
    Optional<Placed> scalar(String key) {
        Object value = value(key);
        Optional<String> text = value instanceof TomlArray array ? joined(array) : simple(value);
        return text.isPresent()
                ? Optional.of(placed(key, text.get()))
                : wrong(key, value, "a text, a number, a boolean or a list of them");
    }

    Placed placed(String key, String text) {
        return new Placed(text, position(key), path + writtenAs(key));
    }

    String position(String key) {
        return findings.position(table.inputPositionOf(List.of(writtenAs(key))));
    }

    void error(String key, String code, String message, String hint) {
        add(Severity.ERROR, code, key, message, hint);
    }

    void add(Severity severity, String code, String key, String message, String hint) {
        findings.add(severity, code, path + writtenAs(key), position(key), message, hint);
    }

    private Optional<String> exact(String name) {
        Object value = table.get(List.of(name));
        return value instanceof String text ? Optional.of(text) : wrong(name, value, "a text in quotes");
    }

    private <T> Optional<T> parsed(String key, String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            error(key, "invalid-value", Printable.escaped(String.valueOf(e.getMessage())), "");
            return Optional.empty();
        }
    }

    private static Optional<String> joined(TomlArray array) {
        List<String> items = new ArrayList<>();
        for (int index = 0; index < array.size(); index++) {
            Optional<String> item = simple(array.get(index));
            if (item.isEmpty() || item.get().indexOf(',') >= 0) {
                return Optional.empty();
            }
            items.add(item.get());
        }
        return Optional.of(String.join(",", items));
    }

    private static Optional<String> simple(@Nullable Object value) {
        return value instanceof String || value instanceof Long || value instanceof Boolean
                ? Optional.of(value.toString())
                : Optional.empty();
    }

    /// Nothing is wrong with an absent value.
    private <T> Optional<T> wrong(String key, @Nullable Object value, String wanted) {
        if (value != null) {
            error(key, "invalid-value", "the value is not " + wanted, "");
        }
        return Optional.empty();
    }

    private @Nullable Object value(String key) {
        return has(key) ? table.get(List.of(writtenAs(key))) : null;
    }

    private String writtenAs(String key) {
        return table.keySet().contains(key) ? key : written.getOrDefault(key.toLowerCase(Locale.ROOT), key);
    }
}
