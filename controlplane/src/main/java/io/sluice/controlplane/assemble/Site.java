package io.sluice.controlplane.assemble;

import java.util.Comparator;
import java.util.Optional;

import io.sluice.dataplane.model.HostPattern;

/// What can be owned and routed as one: a host, all hosts below one, or all that nobody names.
///
/// @param host empty: all that nobody names
public record Site(Optional<HostPattern> host) implements Comparable<Site> {

    /// The hosts that nobody names; last in order.
    static final Site ANY = new Site(Optional.empty());

    private static final Comparator<Site> ORDER = Comparator.comparing((Site site) -> site.host.isEmpty())
            .thenComparing(site -> site.host.map(host -> host.name().value()).orElse(""))
            .thenComparing(Site::isWide);

    public static Site of(HostPattern host) {
        return new Site(Optional.of(host));
    }

    /// Whether it takes requests for hosts that it does not name.
    boolean isWide() {
        return host.map(HostPattern::isWildcard).orElse(true);
    }

    @Override
    public int compareTo(Site other) {
        return ORDER.compare(this, other);
    }

    /// As people write it; `*` for all that nobody names.
    @Override
    public String toString() {
        return host.map(HostPattern::toString).orElse("*");
    }
}
