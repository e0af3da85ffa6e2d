package io.sluice.controlplane.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/// A version of the Engine API: `1.44`.
public record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /// Engine 20.10: the first with everything that is read here.
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /// The minimum of engine 29. Nothing that came later is read, and engines answer older versions than their own.
    static final ApiVersion NEWEST = new ApiVersion(1, 44);

    /// Engine 25: the first that takes a seccomp profile for a service.
    public static final ApiVersion SECCOMP = new ApiVersion(1, 44);

    /// Empty when the text is not a version.
    static Optional<ApiVersion> parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(new ApiVersion(Integer.parseInt(match.group(1)), Integer.parseInt(match.group(2))));
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
