package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.sluice.controlplane.config.Printable;
import io.sluice.dataplane.model.FieldEdits;

/// The labels that edit header fields: `request_header.NAME`, `response_header.NAME` and `hsts`. They may be what
/// protects a service, so each that cannot be used refuses it.
final class FieldLabels {

    private static final int MAX_VALUE_LENGTH = 4096;
    private static final String STRICT_TRANSPORT_SECURITY = "Strict-Transport-Security";
    private static final Duration YEAR = Duration.ofDays(365);

    private final LabelReader labels;

    FieldLabels(LabelReader labels) {
        this.labels = labels;
    }

    FieldEdits request() {
        return edits(LabelNames.REQUEST_HEADER, Optional.empty());
    }

    FieldEdits response() {
        Optional<FieldEdits.Line> hsts = labels.read(LabelNames.HSTS, this::hsts)
                .filter(value -> !value.isEmpty())
                .map(value -> new FieldEdits.Line(STRICT_TRANSPORT_SECURITY, value));
        return edits(LabelNames.RESPONSE_HEADER, hsts);
    }

    private FieldEdits edits(String family, Optional<FieldEdits.Line> first) {
        List<FieldEdits.Line> set = new ArrayList<>(first.stream().toList());
        List<String> remove = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        first.ifPresent(line -> seen.add(line.name().toLowerCase(Locale.ROOT)));
        for (String label : labels.names()) {
            if (label.startsWith(family)) {
                labels.read(label, value -> line(label.substring(family.length()), value, seen))
                        .ifPresent(line -> {
                            if (line.value().isEmpty()) {
                                remove.add(line.name());
                            } else {
                                set.add(line);
                            }
                        });
            }
        }
        return set.isEmpty() && remove.isEmpty() ? FieldEdits.NONE : new FieldEdits(set, remove);
    }

    private static FieldEdits.Line line(String name, String value, Set<String> seen) {
        FieldNames.checked(name);
        if (!Values.isPlain(value) || value.length() > MAX_VALUE_LENGTH) {
            throw new BadValue(
                    "invalid-header-value",
                    "the value " + Printable.quoted(value) + " is not that of a header",
                    "write ASCII characters, " + MAX_VALUE_LENGTH + " at most");
        }
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw new BadValue(
                    "duplicate-header",
                    "another label is about the same header",
                    "remove one of the two: names of headers are the same in any case");
        }
        return new FieldEdits.Line(name, value);
    }

    /// The value of the field (RFC 6797, 6.1); empty when it is not to be sent.
    private String hsts(String text) {
        Optional<Duration> maxAge = Optional.empty();
        boolean includeSubDomains = false;
        boolean preload = false;
        for (String item : LabelReader.items(text, LabelReader.MAX_ITEMS)) {
            switch (item.toLowerCase(Locale.ROOT)) {
                case "includesubdomains" -> includeSubDomains = true;
                case "preload" -> preload = true;
                case "true" -> maxAge = Optional.of(YEAR);
                case "false" -> {
                    return "";
                }
                default -> maxAge = Optional.of(Values.duration(item));
            }
        }
        if (maxAge.isEmpty()) {
            throw new BadValue(
                    "invalid-hsts",
                    Printable.quoted(text) + " does not say for how long",
                    "begin with a duration, as in '365d,includeSubDomains'");
        }
        if (preload && (!includeSubDomains || maxAge.get().compareTo(YEAR) < 0)) {
            labels.report()
                    .warning(
                            "weak-preload",
                            LabelNames.HSTS,
                            "browsers' lists take no host without includeSubDomains and at least a year",
                            "write '365d,includeSubDomains,preload', or leave out preload");
        }
        return "max-age=" + maxAge.get().toSeconds() + (includeSubDomains ? "; includeSubDomains" : "")
                + (preload ? "; preload" : "");
    }
}
