package io.sluice.controlplane.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sizes as nginx, Docker and IEC write them: `1048576`, `1m`, `1MB`, `1MiB`. Units are powers of 1024, in any case.
public final class SizeText {

    private static final Pattern FORM = Pattern.compile("(?<amount>\\d{1,15}) ?(?<unit>|b|[kmgt]i?b?)");

    private SizeText() {}

    /// In bytes; throws [IllegalArgumentException] for anything else and for more than 2^50.
    public static long parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no size like 512k, 1m or 32MiB");
        }
        String unit = matcher.group("unit");
        int shift = unit.isEmpty() ? 0 : 10 * "bkmgt".indexOf(unit.charAt(0));
        long amount = Long.parseLong(matcher.group("amount"));
        if (amount > 1L << (50 - shift)) {
            throw new IllegalArgumentException("'" + text + "' is more than 1024t");
        }
        return amount << shift;
    }
}
