package io.sluice.dataplane.snapshot;

import io.sluice.dataplane.http.Authority;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request: exact host, else longest wildcard, else the default routes; of these the longest path
/// prefix. One per loop; a result is valid until the next call.
public final class Router {

    private @Nullable CompiledRoute route;

    /// Of a plain request: [Failure#NONE], and [#route()] is set; or why there is none.
    public Failure find(Snapshot snapshot, RequestHead head) {
        return find(snapshot, head, null);
    }

    /// @param connection what the client's TLS connection was made for; null: it has no TLS
    public Failure find(Snapshot snapshot, RequestHead head, @Nullable CompiledTls connection) {
        byte[] bytes = head.fields().bytes();
        PathTable paths;
        if (connection == null) {
            paths = ofHost(snapshot.hosts(), snapshot.defaults(), head, bytes);
        } else {
            CompiledTls tls = ofHost(snapshot.tlsHosts(), snapshot.defaultTls(), head, bytes);
            if (!tls.admits(connection)) {
                return Failure.MISDIRECTED;
            }
            paths = tls.paths();
        }
        int separator = head.encodedSeparatorAt();
        if (separator >= 0 && separator <= paths.maxPrefixBytes() && paths.maxPrefixBytes() > 0) {
            return Failure.AMBIGUOUS_PATH;
        }
        int from = head.targetStart();
        int index = paths.find(bytes, from, PathNormalizer.pathEnd(bytes, from, head.targetEnd()));
        if (index == PathTable.NO_ROUTE) {
            return Failure.NO_ROUTE;
        }
        route = snapshot.route(index);
        return Failure.NONE;
    }

    private static <T> T ofHost(HostTable<T> hosts, T otherwise, RequestHead head, byte[] bytes) {
        if (head.hostStart() < 0) {
            return otherwise;
        }
        int from = head.hostStart();
        int to = Authority.hostEnd(bytes, from, head.hostEnd());
        if (to > from + 1 && bytes[to - 1] == '.') {
            to--;
        }
        return hosts.find(bytes, from, to, otherwise);
    }

    /// What the last [#find] found.
    public CompiledRoute route() {
        assert route != null;
        return route;
    }
}
