package io.sluice.dataplane.snapshot;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.HostPattern;

/// Host patterns to the routes of each. An exact host costs one probe, whatever the number of hosts; any other one more
/// per label of it, while there are wildcards.
final class HostTable {

    private static final long SEED = new SecureRandom().nextLong();

    private final NameTable exact;
    private final PathTable[] exactPaths;
    private final NameTable wildcards; // names below which a pattern covers all
    private final PathTable[] wildcardPaths;

    /// @param hosts no pattern twice
    /// @param paths one per host, same order
    HostTable(List<HostPattern> hosts, List<PathTable> paths) {
        this(hosts, paths, SEED);
    }

    HostTable(List<HostPattern> hosts, List<PathTable> paths, long seed) {
        exact = names(hosts, false, seed);
        exactPaths = paths(hosts, paths, false);
        wildcards = names(hosts, true, seed);
        wildcardPaths = paths(hosts, paths, true);
    }

    private static NameTable names(List<HostPattern> hosts, boolean wildcard, long seed) {
        List<HostName> names = hosts.stream()
                .filter(host -> host.isWildcard() == wildcard)
                .map(HostPattern::name)
                .toList();
        return new NameTable(names, seed);
    }

    private static PathTable[] paths(List<HostPattern> hosts, List<PathTable> paths, boolean wildcard) {
        List<PathTable> chosen = new ArrayList<>();
        for (int i = 0; i < hosts.size(); i++) {
            if (hosts.get(i).isWildcard() == wildcard) {
                chosen.add(paths.get(i));
            }
        }
        return chosen.toArray(PathTable[]::new);
    }

    /// The routes of the host `[from, to)`, in any case: those of its name, else of the longest wildcard that covers
    /// it,
    /// else `otherwise`.
    PathTable find(byte[] bytes, int from, int to, PathTable otherwise) {
        int name = exact.find(bytes, from, to);
        if (name != NameTable.NONE) {
            return exactPaths[name];
        }
        if (wildcardPaths.length == 0) {
            return otherwise;
        }
        int above = wildcards.findAbove(bytes, from, to);
        return above == NameTable.NONE ? otherwise : wildcardPaths[above];
    }
}
