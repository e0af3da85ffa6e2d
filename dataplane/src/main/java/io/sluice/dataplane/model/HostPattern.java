package io.sluice.dataplane.model;

/// The hosts that a virtual host serves: one, or all below one (`*.example.com`: `a.example.com`,
/// `b.a.example.com`, not `example.com`). An exact host wins over patterns, and of these the longest.
public record HostPattern(boolean isWildcard, HostName name) implements Comparable<HostPattern> {

    private static final String WILDCARD = "*.";

    public static HostPattern exact(HostName name) {
        return new HostPattern(false, name);
    }

    /// Throws [IllegalArgumentException] for what is neither a host name nor `*.` and one.
    public static HostPattern of(String text) {
        return text.startsWith(WILDCARD)
                ? new HostPattern(true, HostName.of(text.substring(WILDCARD.length())))
                : exact(HostName.of(text));
    }

    @Override
    public int compareTo(HostPattern other) {
        int byName = name.compareTo(other.name);
        return byName != 0 ? byName : Boolean.compare(isWildcard, other.isWildcard);
    }

    /// As labels write it.
    @Override
    public String toString() {
        return isWildcard ? WILDCARD + name : name.toString();
    }
}
