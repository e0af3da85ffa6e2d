package io.sluice.controlplane.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/// System calls of proxies: newer engines forbid io_uring by their own profile. Ours forbids what needs rights that
/// proxies do not have anyway, or reaches for the kernel or for other processes.
final class SeccompProfile {

    private static final String RESOURCE = "proxy-seccomp.json";

    private SeccompProfile() {}

    static String base64() {
        try (InputStream in = SeccompProfile.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this build");
            }
            return Base64.getEncoder().encodeToString(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }
}
