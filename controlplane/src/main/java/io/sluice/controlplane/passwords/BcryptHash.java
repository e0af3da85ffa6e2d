package io.sluice.controlplane.passwords;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of a bcrypt hash, as `htpasswd -B` writes it.
public final class BcryptHash {

    public static final int MIN_COST = 4;

    /// That a service may ask for: every request with a password pays it.
    public static final int MAX_COST = 12;

    /// Cost, then 22 characters of salt and 31 of hash.
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(?<cost>\\d{2})\\$[./A-Za-z0-9]{53}");

    private BcryptHash() {}

    /// Empty: the text is no hash. It may be one that costs too little or too much.
    public static OptionalInt cost(String text) {
        Matcher matcher = HASH.matcher(text);
        return matcher.matches() ? OptionalInt.of(Integer.parseInt(matcher.group("cost"))) : OptionalInt.empty();
    }

    public static boolean isAffordable(int cost) {
        return cost >= MIN_COST && cost <= MAX_COST;
    }
}
