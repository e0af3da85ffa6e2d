package io.sluice.controlplane.link;

import java.util.List;
import java.util.Map;

/// From one [Pieces] to another.
///
/// @param base the id of what it changes
/// @param target the id of what comes out
/// @param put pieces that are new or other
/// @param removed their names
record Delta(String base, String target, Map<String, byte[]> put, List<String> removed) {

    Delta {
        put = Map.copyOf(put);
        removed = List.copyOf(removed);
    }
}
