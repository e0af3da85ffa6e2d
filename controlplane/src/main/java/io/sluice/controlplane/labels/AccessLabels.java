package io.sluice.controlplane.labels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.passwords.BcryptHash;
import io.sluice.dataplane.model.BasicAuth;
import io.sluice.dataplane.model.Cidr;
import io.sluice.dataplane.model.RateLimit;
import org.jspecify.annotations.Nullable;

/// The labels that say who may use a service, and how often. Without one of them, more people could than were meant:
/// each that cannot be used refuses the service.
final class AccessLabels {

    private static final int MAX_BLOCKS = 1000;
    private static final int MAX_USER_LENGTH = 255;
    private static final int MAX_REALM_LENGTH = 128;
    private static final String DEFAULT_REALM = "restricted";
    /// Where the engine shows secrets to containers.
    private static final String SECRETS = "/run/secrets/";

    private static final String HTTP = "http://";
    private static final int DEFAULT_PORT = 80;
    private static final int MAX_RATE = 1_000_000;

    private static final Pattern RATE = Pattern.compile("(?<count>\\d{1,7}) ?/ ?(?<unit>s|m|h)");
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");

    private final LabelReader labels;
    private final String realm;

    AccessLabels(LabelReader labels) {
        this.labels = labels;
        this.realm =
                labels.read(LabelNames.BASIC_AUTH_REALM, AccessLabels::realm).orElse(DEFAULT_REALM);
    }

    /// Empty: everybody.
    List<Cidr> allowedClients() {
        return labels.read(LabelNames.IP_ALLOW, AccessLabels::blocks).orElse(List.of());
    }

    private static List<Cidr> blocks(String text) {
        List<String> items = LabelReader.items(text, MAX_BLOCKS);
        if (items.isEmpty()) {
            throw new BadValue(
                    "invalid-address",
                    "lists no address, so that nobody could be let in",
                    "list addresses, as in '10.0.0.0/8, 2001:db8::/32', or remove the label");
        }
        return items.stream().map(AccessLabels::block).distinct().toList();
    }

    private static Cidr block(String text) {
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadValue(
                    "invalid-address",
                    Printable.quoted(text) + " is no address and no block of addresses",
                    "write them as in '192.0.2.7', '10.0.0.0/8' or '2001:db8::/32'");
        }
    }

    @Nullable
    BasicAuth basicAuth() {
        return labels.read(LabelNames.BASIC_AUTH, AccessLabels::hashes)
                .map(hashes -> new BasicAuth(realm, hashes))
                .orElse(null);
    }

    Optional<UsersFile> usersFile() {
        boolean hasFile = labels.has(LabelNames.BASIC_AUTH_FILE);
        if (!hasFile) {
            labels.requires(LabelNames.BASIC_AUTH, LabelNames.BASIC_AUTH_REALM);
        } else if (labels.has(LabelNames.BASIC_AUTH)) {
            labels.fault(
                    LabelNames.BASIC_AUTH_FILE,
                    "two-lists-of-users",
                    "the label " + LabelNames.BASIC_AUTH + " lists users, too",
                    "leave one of the two labels out");
        }
        return labels.read(LabelNames.BASIC_AUTH_FILE, AccessLabels::secret)
                .map(secret -> new UsersFile(secret, realm));
    }

    private static String secret(String text) {
        return Values.secret(text.startsWith(SECRETS) ? text.substring(SECRETS.length()) : text);
    }

    private static String realm(String text) {
        boolean isClean = Values.isPlain(text) && text.indexOf('"') < 0 && text.indexOf('\\') < 0;
        if (isClean && !text.isEmpty() && text.length() <= MAX_REALM_LENGTH) {
            return text;
        }
        throw new BadValue(
                "invalid-realm",
                Printable.quoted(text) + " is not a realm",
                "write ASCII characters without quotes and backslashes, " + MAX_REALM_LENGTH + " at most");
    }

    /// No message shows a hash, or what was meant as one.
    private static Map<String, String> hashes(String text) {
        Map<String, String> hashes = new LinkedHashMap<>();
        for (String item : LabelReader.items(text, MAX_BLOCKS)) {
            int colon = item.indexOf(':');
            String user = colon < 0 ? "" : item.substring(0, colon);
            if (user.isEmpty() || user.length() > MAX_USER_LENGTH) {
                throw badUsers("an item is not a user and a hash", "write 'user:hash', as `htpasswd -nB user` does");
            }
            checkHash(user, item.substring(colon + 1));
            if (hashes.put(user, item.substring(colon + 1)) != null) {
                throw badUsers("user " + Printable.quoted(user) + " is listed twice", "remove one of the two");
            }
        }
        if (hashes.isEmpty()) {
            throw badUsers("lists no user, so that nobody could be let in", "write 'user:hash', or remove the label");
        }
        return hashes;
    }

    private static void checkHash(String user, String hash) {
        OptionalInt cost = BcryptHash.cost(hash);
        if (cost.isEmpty()) {
            throw badUsers(
                    "what user " + Printable.quoted(user) + " has is not a bcrypt hash",
                    "make it with `htpasswd -nB user`, and write each '$' as '$$' in a Compose file");
        }
        if (!BcryptHash.isAffordable(cost.getAsInt())) {
            throw badUsers(
                    "the hash of user " + Printable.quoted(user) + " has the cost " + cost.getAsInt(),
                    "use " + BcryptHash.MIN_COST + " to " + BcryptHash.MAX_COST
                            + ": every request with a password pays it");
        }
    }

    private static BadValue badUsers(String problem, String remedy) {
        return new BadValue("invalid-basic-auth", problem, remedy);
    }

    Optional<AuthService> forwardAuth() {
        labels.requires(LabelNames.FORWARD_AUTH, LabelNames.FORWARD_AUTH_HEADERS);
        List<String> copied = labels.readEach(LabelNames.FORWARD_AUTH_HEADERS, FieldNames::checked);
        return labels.read(LabelNames.FORWARD_AUTH, text -> authService(text, copied));
    }

    private static AuthService authService(String text, List<String> copied) {
        String rest = text.startsWith(HTTP) ? text.substring(HTTP.length()) : "";
        String authority = rest.substring(0, PathText.indexOfAny(rest, "/?#"));
        int colon = authority.indexOf(':');
        String service = colon < 0 ? authority : authority.substring(0, colon);
        if (!SERVICE.matcher(service).matches()) {
            throw badAuthService(text);
        }
        int port = colon < 0 ? DEFAULT_PORT : RoutingLabels.port(authority.substring(colon + 1));
        String target = rest.substring(authority.length());
        return new AuthService(
                service, port, PathText.withQuery(target.startsWith("/") ? target : "/" + target), copied);
    }

    private static BadValue badAuthService(String text) {
        return new BadValue(
                "invalid-forward-auth",
                Printable.quoted(text) + " does not name a service",
                "write 'http://', the name of a service of this swarm, its port and path, as in"
                        + " 'http://auth:4181/verify'");
    }

    @Nullable
    RateLimit rateLimit() {
        labels.requires(LabelNames.RATE_LIMIT, LabelNames.RATE_LIMIT_BURST);
        Optional<Integer> burst = labels.read(LabelNames.RATE_LIMIT_BURST, text -> Values.integer(text, 1, MAX_RATE));
        return labels.read(LabelNames.RATE_LIMIT, text -> rate(text, burst)).orElse(null);
    }

    private static RateLimit rate(String text, Optional<Integer> burst) {
        Matcher matcher = RATE.matcher(text);
        int count = matcher.matches() ? Integer.parseInt(matcher.group("count")) : 0;
        if (count < 1 || count > MAX_RATE) {
            throw new BadValue(
                    "invalid-rate",
                    Printable.quoted(text) + " is not a rate",
                    "write requests per second, minute or hour, 1 to " + MAX_RATE + ", as in '100/s' or '1000/m'");
        }
        int seconds = switch (matcher.group("unit")) {
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
        return new RateLimit((double) count / seconds, burst.orElse(count));
    }
}
