package io.sluice.dataplane;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import io.sluice.dataplane.http.Authority;
import io.sluice.dataplane.http.Failure;
import io.sluice.dataplane.http.HeadWriter;
import io.sluice.dataplane.http.Location;
import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.http.OwnAnswers;
import io.sluice.dataplane.http.PathNormalizer;
import io.sluice.dataplane.http.RequestHead;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.HostName;
import io.sluice.dataplane.model.Route;
import io.sluice.dataplane.snapshot.CompiledAction;
import io.sluice.dataplane.snapshot.CompiledRoute;
import io.sluice.dataplane.snapshot.Router;
import io.sluice.dataplane.snapshot.Snapshot;

/// Asks the router what it would do, with the same code that serves requests.
final class RouteExplainer {

    private static final int NEAREST = 3;

    private RouteExplainer() {}

    static Explanation explain(Snapshot snapshot, String authority, String target) {
        RequestHead head = head(authority, target);
        String host = hostOf(authority);
        Router router = new Router();
        Failure failure = grammar(head);
        if (failure == Failure.NONE) {
            failure = PathNormalizer.normalize(head);
        }
        if (failure == Failure.NONE) {
            failure = router.find(snapshot, head);
        }
        if (failure != Failure.NONE) {
            return missed(snapshot, host, head, failure);
        }
        return found(snapshot, host, head, router.route());
    }

    private static Explanation missed(Snapshot snapshot, String host, RequestHead head, Failure failure) {
        return new Explanation(
                snapshot.generation(),
                host,
                path(head),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(text(failure)),
                nearest(snapshot, host));
    }

    private static Explanation found(Snapshot snapshot, String host, RequestHead head, CompiledRoute route) {
        Outcome outcome = outcome(head, route.action());
        return new Explanation(
                snapshot.generation(),
                host,
                path(head),
                virtualHost(snapshot, route),
                Optional.of(route.route()),
                outcome.cluster(),
                outcome.sentTarget(),
                outcome.redirect(),
                outcome.refusal(),
                List.of());
    }

    /// What becomes of the request; see [Explanation].
    private record Outcome(
            Optional<Cluster> cluster,
            Optional<String> sentTarget,
            Optional<String> redirect,
            Optional<String> refusal) {

        static Outcome refused(Optional<Cluster> cluster, Failure failure) {
            return new Outcome(cluster, Optional.empty(), Optional.empty(), Optional.of(text(failure)));
        }

        static Outcome answered() {
            return new Outcome(
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.of("200: from the proxy"));
        }

        static Outcome redirected(Optional<Cluster> cluster, int status, HeadWriter location) {
            String text = new String(location.bytes(), 0, location.length(), StandardCharsets.ISO_8859_1);
            return new Outcome(cluster, Optional.empty(), Optional.of(status + " " + text), Optional.empty());
        }
    }

    private static Outcome outcome(RequestHead head, CompiledAction action) {
        HeadWriter location = new HeadWriter().begin();
        return switch (action) {
            case CompiledAction.Forward forward -> forwarded(head, forward);
            case CompiledAction.Redirect redirect -> {
                Location.appendBelow(location, redirect.base(), head);
                yield Outcome.redirected(Optional.empty(), redirect.status(), location);
            }
            case CompiledAction.RedirectToHttps redirect -> {
                Location.appendHttps(location, redirect.port(), head);
                yield Outcome.redirected(Optional.empty(), OwnAnswers.HTTPS_STATUS, location);
            }
            case CompiledAction.Text text -> Outcome.answered();
            case CompiledAction.Maintenance maintenance -> Outcome.refused(Optional.empty(), Failure.MAINTENANCE);
        };
    }

    private static Outcome forwarded(RequestHead head, CompiledAction.Forward forward) {
        Optional<Cluster> cluster = Optional.of(forward.cluster().cluster());
        if (forward.stripsWholePath(head)) {
            HeadWriter location = new HeadWriter().begin();
            Location.appendWithSlash(location, head);
            return Outcome.redirected(cluster, OwnAnswers.slashStatus(RequestHead.Method.GET), location);
        }
        if (forward.cluster().endpointCount() == 0) {
            return Outcome.refused(cluster, Failure.NO_ENDPOINT);
        }
        head.stripTarget(forward.stripBytes());
        String sent = head.fields().text(head.sentTargetStart(), head.targetEnd());
        return new Outcome(cluster, Optional.of(sent), Optional.empty(), Optional.empty());
    }

    private static RequestHead head(String authority, String target) {
        RequestHead head = new RequestHead();
        head.clear();
        append(head, authority);
        head.host(0, authority.length());
        append(head, target);
        head.target(authority.length(), authority.length() + target.length());
        return head;
    }

    /// What the codec refuses before a request is routed.
    private static Failure grammar(RequestHead head) {
        byte[] bytes = head.fields().bytes();
        if (!Authority.isValid(bytes, head.hostStart(), head.hostEnd())) {
            return Failure.BAD_HOST;
        }
        boolean isOriginForm = head.targetStart() < head.targetEnd() && bytes[head.targetStart()] == '/';
        for (int i = head.targetStart(); i < head.targetEnd(); i++) {
            isOriginForm &= Octets.isTarget(bytes[i]);
        }
        return isOriginForm ? Failure.NONE : Failure.BAD_TARGET;
    }

    private static void append(RequestHead head, String text) {
        byte[] bytes = Octets.ascii(text);
        head.fields().reserve(bytes.length);
        System.arraycopy(bytes, 0, head.fields().bytes(), head.fields().length(), bytes.length);
        head.fields().advance(bytes.length);
    }

    private static String hostOf(String authority) {
        byte[] bytes = Octets.ascii(authority);
        int end = Authority.hostEnd(bytes, 0, bytes.length);
        String host = (end < 0 ? authority : authority.substring(0, end)).toLowerCase(Locale.ROOT);
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String path(RequestHead head) {
        int end = PathNormalizer.pathEnd(head.fields().bytes(), head.targetStart(), head.targetEnd());
        return head.fields().text(head.targetStart(), end);
    }

    private static Optional<String> virtualHost(Snapshot snapshot, CompiledRoute route) {
        return snapshot.config().virtualHosts().stream()
                .filter(host -> hasRoute(host.routes(), route.route()))
                .map(host -> host.host().toString())
                .findFirst();
    }

    private static boolean hasRoute(List<Route> routes, Route wanted) {
        return routes.stream().anyMatch(route -> route.name().equals(wanted.name()));
    }

    private static String text(Failure failure) {
        return failure.status() + " " + failure.label();
    }

    private static List<String> nearest(Snapshot snapshot, String host) {
        return snapshot.config().virtualHosts().stream()
                .map(virtualHost -> virtualHost.host().toString())
                .sorted(Comparator.comparingInt(known -> distance(known, host)))
                .limit(NEAREST)
                .toList();
    }

    /// Levenshtein's edit distance, with one row of memory.
    private static int distance(String a, String b) {
        int[] row = new int[Math.min(b.length(), HostName.MAX_LENGTH) + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[row.length - 1];
    }
}
