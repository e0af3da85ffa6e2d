package io.sluice.controlplane.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import io.sluice.controlplane.config.Printable;

/// The labels of one service by name, and what becomes of it when one cannot be used ([LabelTable] says what). A reader
/// that asks for a label gets a usable value or none; the report has been told why.
final class LabelReader {

    static final int MAX_ITEMS = 100;
    /// Of one list; further ones would say nothing new.
    private static final int MAX_BAD_ITEMS = 5;

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> spoilt = new HashSet<>();
    private final ServiceReport report;
    private boolean refused;

    /// @param labels by name, without the prefix
    LabelReader(Map<String, String> labels, ServiceReport report) {
        this.report = report;
        labels.forEach(this::take);
    }

    /// Control characters have no place in any value, and are how one forges log lines and headers.
    private void take(String name, String value) {
        if (!Printable.hasControl(value)) {
            values.put(name, value.strip());
            return;
        }
        spoilt.add(name);
        fault(
                name,
                "control-character",
                "the value " + Printable.quoted(value) + " has a control character; the label is refused",
                "write the value on one line, without tabs");
    }

    /// Those that have a value, sorted.
    Set<String> names() {
        return values.keySet();
    }

    /// Whether it is there, usable or not.
    boolean has(String name) {
        return values.containsKey(name) || spoilt.contains(name);
    }

    /// A label that must be usable was not.
    boolean isRefused() {
        return refused;
    }

    /// Without surrounding blanks.
    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// @param parser may throw [BadValue]
    <T> Optional<T> read(String name, Function<String, T> parser) {
        return text(name).flatMap(value -> tryParse(name, value, parser));
    }

    boolean isTrue(String name) {
        return read(name, Values::bool).orElse(false);
    }

    boolean isTrueUnlessSaid(String name) {
        return read(name, Values::bool).orElse(true);
    }

    /// The usable items of a comma list, each once, in the order written.
    ///
    /// @param parser of an item, may throw [BadValue]
    <T> List<T> readEach(String name, Function<String, T> parser) {
        List<String> items = read(name, text -> items(text, MAX_ITEMS)).orElse(List.of());
        List<T> parsed = new ArrayList<>();
        int bad = 0;
        for (String item : items) {
            Optional<T> value = tryParse(name, item, parser);
            value.ifPresent(parsed::add);
            bad += value.isEmpty() ? 1 : 0;
            if (bad == MAX_BAD_ITEMS) {
                fault(name, "bad-list", "the rest of the list was not read", "correct the items before");
                break;
            }
        }
        return parsed.stream().distinct().toList();
    }

    /// Of a comma list, without blanks around them and without empty ones.
    ///
    /// @throws BadValue when there are more than the limit
    static List<String> items(String list, int limit) {
        List<String> items = Arrays.stream(list.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        if (items.size() > limit) {
            throw new BadValue(
                    "too-many-items", "lists " + items.size() + ", the limit is " + limit, "shorten the list");
        }
        return items;
    }

    private <T> Optional<T> tryParse(String name, String value, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(value));
        } catch (BadValue bad) {
            fault(name, bad.code(), bad.problem(), bad.remedy());
            return Optional.empty();
        }
    }

    /// The label, or an item of it, cannot be used.
    void fault(String name, String code, String problem, String remedy) {
        LabelTable.Rule rule = LabelTable.rule(name);
        switch (rule.fault()) {
            case REFUSES_SERVICE -> {
                refused = true;
                report.error(code, name, problem, remedy);
            }
            case LEAVES_OUT -> report.error(code, name, problem, remedy);
            case FALLS_BACK -> report.warning(code, name, problem + "; " + rule.meanwhile(), remedy);
        }
    }

    /// The label could be used, but another one, or the lack of one, leaves it without effect.
    void noEffect(String name, String reason, String remedy) {
        report.warning("no-effect", name, "the label has no effect: " + reason, remedy);
    }

    /// For labels that mean nothing without another: reports those that are there while it is not.
    void requires(String other, String... names) {
        if (has(other)) {
            return;
        }
        for (String name : names) {
            if (has(name)) {
                noEffect(name, "there is no label " + other, "add " + other + ", or remove this label");
            }
        }
    }

    ServiceReport report() {
        return report;
    }
}
