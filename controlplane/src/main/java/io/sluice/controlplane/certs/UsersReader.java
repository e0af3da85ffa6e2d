package io.sluice.controlplane.certs;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

import io.sluice.controlplane.config.ConfigError.Severity;
import io.sluice.controlplane.config.Printable;
import io.sluice.controlplane.passwords.BcryptHash;

/// Reads users and bcrypt hashes as `htpasswd -B` writes them, a pair a line; empty lines and those that start with
/// `#` are passed over. One bad line spoils the file: whoever it was meant for would be let in, or kept out, by chance.
/// No message shows a hash, or what was meant as one.
final class UsersReader {

    static final int MAX_USERS = 1000;
    static final int MAX_USER_LENGTH = 255;

    private final Map<String, String> hashes = new LinkedHashMap<>();

    private UsersReader() {}

    static UsersReading read(SecretFile file) {
        try {
            return new UsersReading.Usable(new UsersReader().users(FileStamp.content(file.path())));
        } catch (BadSecret bad) {
            return new UsersReading.Unusable(new CertificateProblem(
                    Severity.ERROR, bad.code(), false, PairEntry.shown(file) + " " + bad.problem(), bad.remedy()));
        }
    }

    private Map<String, String> users(byte[] content) {
        String[] lines = text(content).split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                take(line, i + 1);
            }
        }
        if (hashes.isEmpty()) {
            throw bad("lists no user, so that nobody could be let in", "add one with `htpasswd -B FILE user`");
        }
        return hashes;
    }

    private static String text(byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("is not UTF-8", "write users' names in UTF-8");
        }
    }

    private void take(String line, int number) {
        int colon = line.indexOf(':');
        String user = colon < 0 ? "" : line.substring(0, colon);
        if (user.isEmpty() || user.length() > MAX_USER_LENGTH || Printable.hasControl(user)) {
            throw bad(
                    "has no user and hash in line " + number,
                    "write 'user:hash' in each line, as `htpasswd -nB user` does");
        }
        checkHash(user, line.substring(colon + 1), number);
        if (hashes.put(user, line.substring(colon + 1)) != null) {
            throw bad(
                    "lists user " + Printable.quoted(user) + " again in line " + number, "remove one of the two lines");
        }
        if (hashes.size() > MAX_USERS) {
            throw bad(
                    "has more than " + MAX_USERS + " users, in line " + number,
                    "let a service decide, with the label forward_auth");
        }
    }

    private static void checkHash(String user, String hash, int number) {
        OptionalInt cost = BcryptHash.cost(hash);
        String place = "user " + Printable.quoted(user) + " in line " + number;
        if (cost.isEmpty()) {
            throw bad("has no bcrypt hash for " + place, "make it with `htpasswd -nB user`");
        }
        if (!BcryptHash.isAffordable(cost.getAsInt())) {
            throw bad(
                    "has a hash of cost " + cost.getAsInt() + " for " + place,
                    "use " + BcryptHash.MIN_COST + " to " + BcryptHash.MAX_COST
                            + ": every request with a password pays it");
        }
    }

    private static BadSecret bad(String problem, String remedy) {
        return new BadSecret("invalid-users", problem, remedy);
    }
}
