package io.sluice.dataplane.model;

import java.util.List;

/// Changes to the header fields of a message: the named are removed, then lines are set, each in place of all lines of
/// its name.
///
/// @param set one line per entry
/// @param remove names in any case
public record FieldEdits(List<Line> set, List<String> remove) {

    public static final FieldEdits NONE = new FieldEdits(List.of(), List.of());

    public FieldEdits {
        set = List.copyOf(set);
        remove = List.copyOf(remove);
    }

    public boolean isEmpty() {
        return set.isEmpty() && remove.isEmpty();
    }

    /// @param name a token (RFC 9110, 5.6.2), none that frames the message or belongs to one hop
    /// @param value without control characters and surrounding blanks
    public record Line(String name, String value) {}
}
