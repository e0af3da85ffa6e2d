package io.sluice.dataplane.snapshot;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.HostPattern;

/// Host patterns to something of each, its routes for example. An exact host costs one probe, whatever the number of
/// hosts; any other one more
/// per label of it, while there are wildcards.
final class HostTable<T> {

    private static final long SEED = new SecureRandom().nextLong();

    private final NameTable exact;
    private final List<T> exactValues;
    private final NameTable wildcards; // names below which a pattern covers all
    private final List<T> wildcardValues;

    /// @param hosts no pattern twice
    /// @param values one per host, same order
    HostTable(List<HostPattern> hosts, List<T> values) {
        this(hosts, values, SEED);
    }

    HostTable(List<HostPattern> hosts, List<T> values, long seed) {
        exact = names(hosts, false, seed);
        exactValues = values(hosts, values, false);
        wildcards = names(hosts, true, seed);
        wildcardValues = values(hosts, values, true);
    }

    private static NameTable names(List<HostPattern> hosts, boolean wildcard, long seed) {
        List<HostName> names = hosts.stream()
                .filter(host -> host.isWildcard() == wildcard)
                .map(HostPattern::name)
                .toList();
        return new NameTable(names, seed);
    }

    private static <T> List<T> values(List<HostPattern> hosts, List<T> values, boolean wildcard) {
        List<T> chosen = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).isWildcard() == wildcard) {
                chosen.add(values.get(i));
            }
        }
        return chosen;
    }

    /// What belongs to the host `[from, to)`, in any case: of its name, else of the longest wildcard that covers
    /// it,
    /// else `otherwise`.
    T find(byte[] bytes, int from, int to, T otherwise) {
        int name = exact.find(bytes, from, to);
        if (name != NameTable.NONE) {
            return exactValues.get(name);
        }
        if (wildcardValues.isEmpty()) {
            return otherwise;
        }
        int above = wildcards.findAbove(bytes, from, to);
        return above == NameTable.NONE ? otherwise : wildcardValues.get(above);
    }
}
