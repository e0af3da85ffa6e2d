package io.sluice.controlplane.passwords;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.sluice.dataplane.model.PasswordVerifier;

/// Compares passwords with bcrypt hashes (`$2a$`, `$2b$`, `$2y$`) on a few threads of its own, which end when nobody
/// logs in. It is all computing: more threads than half the cores would only take time from the loops.
public final class BcryptVerifier implements PasswordVerifier {

    /// Passwords that may wait; more are turned away. At a tenth of a second each they wait long enough.
    public static final int MAX_WAITING = 128;

    /// Bcrypt looks at 72 bytes, one of which ends the text. A longer password would be compared in part, so it is
    /// always wrong.
    private static final int MAX_PASSWORD_BYTES = 71;

    /// Of a cost up to 14, which takes a second; nobody waits for more.
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./A-Za-z0-9]{53}");

    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    public BcryptVerifier() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MAX_WAITING);
    }

    BcryptVerifier(int threadCount, int maxWaiting) {
        threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                Thread.ofPlatform().daemon().name("sluice-passwords-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public boolean verify(String hash, byte[] password, Consumer<Boolean> answer) {
        try {
            threads.execute(() -> tell(hash, password, answer));
            return true;
        } catch (RejectedExecutionException e) {
            return false; // the caller says so to the client
        }
    }

    /// A request waits for the answer: there is one, whatever happens.
    private static void tell(String hash, byte[] password, Consumer<Boolean> answer) {
        boolean matches = false;
        try {
            matches = matches(hash, password);
        } finally {
            answer.accept(matches);
        }
    }

    private static boolean matches(String hash, byte[] password) {
        return password.length <= MAX_PASSWORD_BYTES
                && HASH.matcher(hash).matches()
                && BCrypt.verifyer().verify(password, hash.getBytes(StandardCharsets.US_ASCII)).verified;
    }
}
