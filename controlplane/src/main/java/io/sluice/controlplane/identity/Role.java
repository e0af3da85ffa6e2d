package io.sluice.controlplane.identity;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the holder of a certificate may do; its subject says it as `OU=proxy`.
public enum Role {
    /// Decides what proxies serve.
    CONTROL,
    /// Serves.
    PROXY;

    private static final Pattern SUBJECT = Pattern.compile(
            "CN=(?<name>[a-z0-9._-]+),OU=(?<role>[a-z]+)(,OU=(?<token>token-[0-9a-f]+))?,O=" + Authority.ORGANIZATION);

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    String subject() {
        return "OU=" + text();
    }

    /// @return the name of the holder
    /// @throws IdentityException unless the certificate says this role
    public String nameIn(X509Certificate certificate) {
        return parts(certificate).group("name");
    }

    /// Whether the holder joined with this token.
    ///
    /// @throws IdentityException unless the certificate says this role
    public boolean joinedWith(JoinToken token, X509Certificate certificate) {
        return token.unit().equals(parts(certificate).group("token"));
    }

    private Matcher parts(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        Matcher parts = SUBJECT.matcher(subject);
        if (!parts.matches() || !parts.group("role").equals(text())) {
            throw new IdentityException("the certificate of " + subject + " is none of a " + text());
        }
        return parts;
    }
}
