package io.sluice.controlplane.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.sluice.controlplane.codec.CodecException;
import io.sluice.controlplane.codec.RecordCodec;
import io.sluice.controlplane.identity.JoinToken;
import io.sluice.controlplane.state.PrivateFile;
import io.sluice.controlplane.state.StateFile;
import io.sluice.dataplane.model.TlsIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Certificates and keys on a proxy's disk for its next start, encrypted (AES-256-GCM, a nonce of 12 bytes
/// first) under a key from the join token. Whoever has that may ask a control plane for them, so the file gives
/// nobody more than they had; a disk without the token gives nothing. One thread.
public final class KeyFile {

    static final String NAME = "keys.sluice";

    private static final String PURPOSE = "sluice keys on the disk of a proxy";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final long WARNING_GAP_NANOS = Duration.ofMinutes(1).toNanos();
    private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
    private static final RecordCodec<Stored> CODEC = RecordCodec.of(Stored.class);

    private final Path file;
    private final SecretKeySpec key;
    private long warnedAtNanos = System.nanoTime() - WARNING_GAP_NANOS;

    private record Stored(Map<String, TlsIdentity> identities) {}

    private KeyFile(Path file, SecretKeySpec key) {
        this.file = file;
        this.key = key;
    }

    public static KeyFile in(Path directory, JoinToken token) {
        return new KeyFile(directory.resolve(NAME), new SecretKeySpec(token.deriveKey(PURPOSE), "AES"));
    }

    /// Empty when there is none, or one that cannot be used: then the log says why.
    Map<String, TlsIdentity> read() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            if (Files.size(file) > StateFile.MAX_BYTES) {
                throw new LinkException("it is too large");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length < NONCE_BYTES) {
                throw new LinkException("it is cut off");
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, nonce).doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            Map<String, TlsIdentity> identities = CODEC.decode(plain).identities();
            Arrays.fill(plain, (byte) 0);
            return identities;
        } catch (GeneralSecurityException e) {
            LOG.warn("the keys in {} are ignored: they are damaged, or of another join token", file);
        } catch (IOException | CodecException e) {
            LOG.warn("the keys in {} are ignored: {}", file, e.getMessage());
        }
        return Map.of();
    }

    /// @return false when they could not be written: a minute's first failure is logged
    boolean write(Map<String, TlsIdentity> identities) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            new SecureRandom().nextBytes(nonce);
            byte[] plain = CODEC.encode(new Stored(identities));
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(plain);
            Arrays.fill(plain, (byte) 0);
            PrivateFile.replace(file, nonce, sealed);
            return true;
        } catch (GeneralSecurityException | IOException e) {
            long now = System.nanoTime();
            if (now - warnedAtNanos >= WARNING_GAP_NANOS) {
                warnedAtNanos = now;
                LOG.warn("keys cannot be written for the next start, and serve all the same: {}", e.toString());
            }
            return false;
        }
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
