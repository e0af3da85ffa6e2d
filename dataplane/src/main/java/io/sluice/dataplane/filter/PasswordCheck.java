package io.sluice.dataplane.filter;

import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.sluice.dataplane.http.Fields;
import io.sluice.dataplane.loop.AnyThread;
import io.sluice.dataplane.loop.OnLoop;
import io.sluice.dataplane.model.PasswordVerifier;
import org.jspecify.annotations.Nullable;

/// Decides who may pass by user and password: from memory where it can, else by asking the [PasswordVerifier], which
/// answers later.
@OnLoop
final class PasswordCheck {

    private static final System.Logger LOG = System.getLogger(PasswordCheck.class.getName());

    private final PasswordVerifier verifier;
    private final Executor loop;
    private final VerifiedPairs pairs = new VerifiedPairs();

    /// @param loop runs what is given to it on this loop
    PasswordCheck(PasswordVerifier verifier, Executor loop) {
        this.verifier = verifier;
        this.loop = loop;
    }

    /// [Verdict#PASS], [Verdict#UNAUTHORIZED], or [Verdict#VERIFY]: ask.
    Verdict check(PasswordRules rules, Fields request) {
        int field = BasicCredentials.field(request);
        int start = field < 0 ? -1 : BasicCredentials.tokenStart(request, field);
        if (start < 0) {
            return Verdict.UNAUTHORIZED;
        }
        byte[] pair = pairs.key(rules.fingerprint(), request.bytes(), start, request.valueEnd(field));
        return pairs.contains(pair, System.nanoTime()) ? Verdict.PASS : Verdict.VERIFY;
    }

    /// After VERIFY: [Verdict#VERIFY] when the listener will be told, [Verdict#UNAUTHORIZED], or [Verdict#BUSY].
    Verdict verify(PasswordRules rules, Fields request, PasswordListener listener) {
        int field = BasicCredentials.field(request);
        int start = BasicCredentials.tokenStart(request, field);
        int end = request.valueEnd(field);
        BasicCredentials credentials = BasicCredentials.parse(request.bytes(), start, end);
        String hash = credentials == null ? null : rules.hash(credentials.user());
        if (credentials == null || hash == null) {
            return Verdict.UNAUTHORIZED;
        }
        byte[] pair = pairs.key(rules.fingerprint(), request.bytes(), start, end);
        byte @Nullable [] known = rules.knows(credentials.user()) ? Arrays.copyOf(pair, pair.length) : null;
        boolean accepted = verifier.verify(hash, credentials.password(), matches -> onAnswer(matches, known, listener));
        return accepted ? Verdict.VERIFY : Verdict.BUSY;
    }

    @AnyThread
    private void onAnswer(boolean matches, byte @Nullable [] known, PasswordListener listener) {
        try {
            loop.execute(() -> onVerified(matches, known, listener));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "a password was verified after its loop had ended");
        }
    }

    private void onVerified(boolean matches, byte @Nullable [] known, PasswordListener listener) {
        if (matches && known != null) {
            pairs.add(known, System.nanoTime());
        }
        listener.onVerified(matches && known != null);
    }
}
