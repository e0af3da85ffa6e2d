package io.sluice.controlplane.labels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.sluice.controlplane.config.Printable;
import io.sluice.dataplane.model.HostPattern;

/// The `redirects` label: `source,target[,status]`, several separated by `;`. A source is one of the service's hosts.
/// The host of an unusable pair is not served either: it was to be left, not to be shown.
final class RedirectsLabel {

    static final int MAX_REDIRECTS = 100;
    private static final String CODE = "invalid-redirect";
    private static final int DEFAULT_STATUS = 302;
    private static final Set<String> STATUSES = Set.of("301", "302", "303", "307", "308");

    private final LabelReader labels;
    private final List<HostPattern> hosts;
    private final List<HostRedirect> redirects = new ArrayList<>();
    private final Set<HostPattern> seen = new HashSet<>();
    private final Set<HostPattern> unusable = new HashSet<>();

    /// @param hosts of the service
    RedirectsLabel(LabelReader labels, List<HostPattern> hosts) {
        this.labels = labels;
        this.hosts = hosts;
    }

    /// To be called once, before the questions below.
    void read() {
        List<String> pairs = Arrays.stream(
                        labels.text(LabelNames.REDIRECTS).orElse("").split(";"))
                .map(String::strip)
                .filter(pair -> !pair.isEmpty())
                .toList();
        if (pairs.size() > MAX_REDIRECTS) {
            unusable.addAll(hosts);
            fault(
                    "has " + pairs.size() + " redirects, the limit is " + MAX_REDIRECTS + "; no host is served",
                    "spread the hosts over several services");
            return;
        }
        pairs.forEach(this::readPair);
    }

    List<HostRedirect> redirects() {
        return redirects;
    }

    /// The service's hosts without those whose redirect could not be used.
    List<HostPattern> servedHosts() {
        return hosts.stream().filter(host -> !unusable.contains(host)).toList();
    }

    private void readPair(String pair) {
        List<String> parts =
                Arrays.stream(pair.split(",", -1)).map(String::strip).toList();
        try {
            HostPattern source = source(parts.getFirst());
            readFrom(source, pair, parts);
        } catch (BadValue bad) {
            labels.fault(LabelNames.REDIRECTS, bad.code(), bad.problem(), bad.remedy());
        }
    }

    private void readFrom(HostPattern source, String pair, List<String> parts) {
        if (!seen.add(source)) {
            throw bad(
                    "the redirect " + Printable.quoted(pair) + " is left out: an earlier one has the same source",
                    "remove one of the two");
        }
        try {
            if (parts.size() < 2 || parts.size() > 3) {
                throw bad(
                        Printable.quoted(pair) + " is not a source and a target",
                        "write 'source,target' or" + " 'source,target,301', and ';' between redirects");
            }
            redirects.add(new HostRedirect(source, target(source, parts.get(1)), status(parts)));
        } catch (BadValue bad) {
            unusable.add(source);
            throw new BadValue(bad.code(), bad.problem() + "; the host '" + source + "' is not served", bad.remedy());
        }
    }

    /// `http://host`, or a host alone.
    private HostPattern source(String text) {
        int scheme = text.indexOf("://");
        String rest = scheme < 0 ? text : text.substring(scheme + 3);
        String host = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        boolean isHttp = scheme < 0
                || text.substring(0, scheme).equalsIgnoreCase(HttpUrl.HTTP)
                || text.substring(0, scheme).equalsIgnoreCase(HttpUrl.HTTPS);
        if (!isHttp || HostsLabel.problemOf(host).isPresent()) {
            throw bad(
                    "the source " + Printable.quoted(text) + " is not a host",
                    "redirects are by host: write it alone or as 'http://old.example.com', without port and path");
        }
        HostPattern source = HostPattern.of(host);
        if (!hosts.contains(source)) {
            throw bad(
                    "the source host '" + source + "' is none of the service's hosts",
                    "add it to the label " + LabelNames.HOSTS);
        }
        return source;
    }

    private static String target(HostPattern source, String text) {
        HttpUrl target = HttpUrl.parse(text);
        if (!target.query().isEmpty()) {
            throw bad(
                    "the target " + Printable.quoted(text) + " has a query",
                    "leave it out: path and query of the request follow the target");
        }
        if (target.scheme().equals(HttpUrl.HTTP) && isServedBy(source, target)) {
            throw bad(
                    "the target " + Printable.quoted(text) + " is the source: the redirect would never end",
                    "write another host, or 'https://" + source + "'");
        }
        String path = target.path();
        return target.origin() + (path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
    }

    /// Whether the target comes to the source again.
    private static boolean isServedBy(HostPattern source, HttpUrl target) {
        String host = target.host();
        return target.port().orElse(80) == 80
                && (source.isWildcard()
                        ? host.endsWith("." + source.name())
                        : host.equals(source.name().value()));
    }

    private static int status(List<String> parts) {
        if (parts.size() < 3) {
            return DEFAULT_STATUS;
        }
        if (STATUSES.contains(parts.get(2))) {
            return Integer.parseInt(parts.get(2));
        }
        throw bad(
                Printable.quoted(parts.get(2)) + " is not the status of a redirect", "write 301, 302, 303, 307 or 308");
    }

    private static BadValue bad(String problem, String remedy) {
        return new BadValue(CODE, problem, remedy);
    }

    private void fault(String problem, String remedy) {
        labels.fault(LabelNames.REDIRECTS, CODE, problem, remedy);
    }
}
