package io.sluice.dataplane.filter;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

import io.sluice.dataplane.http.Octets;
import io.sluice.dataplane.model.BasicAuth;
import org.jspecify.annotations.Nullable;

/// [BasicAuth], ready to be asked. Immutable.
final class PasswordRules {

    private final Map<String, String> hashes;
    private final byte[] fingerprint;
    private final byte[] challenge;

    PasswordRules(BasicAuth auth) {
        hashes = new TreeMap<>(auth.hashes());
        fingerprint = fingerprint(hashes);
        challenge = Octets.ascii("www-authenticate: Basic realm=\""
                + auth.realm().replaceAll("[^ !#-\\[\\]-~]", "") + "\", charset=\"UTF-8\"\r\n");
    }

    /// Another when any user or hash is: what was right before is not right any more.
    private static byte[] fingerprint(Map<String, String> hashes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(Octets.utf8(hashes.toString()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    byte[] fingerprint() {
        return fingerprint;
    }

    /// The line that asks for a pair.
    byte[] challenge() {
        return challenge;
    }

    boolean knows(String user) {
        return hashes.containsKey(user);
    }

    /// What the user's password is compared with. For somebody unknown that of another, so that the answer takes as
    /// long; null when there is nobody.
    @Nullable
    String hash(String user) {
        String hash = hashes.get(user);
        return hash != null || hashes.isEmpty()
                ? hash
                : hashes.values().iterator().next();
    }
}
