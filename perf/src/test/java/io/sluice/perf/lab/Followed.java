package io.sluice.perf.lab;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import java.util.regex.Pattern;

import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/// Asks the proxy again and again until it shows what a change in the swarm should lead to, and when it first did.
final class Followed {
    private static final Logger LOG = Logger.getLogger(Followed.class.getName());
    private static final Pattern INSTANCE = Pattern.compile("\"instance\":\"([^\"]*)\"");
    /// Generous: what is asserted is that it happens, what is printed is when.
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(10);

    private final ProxyService proxy;
    private final String host;

    Followed(ProxyService proxy, String host) {
        this.proxy = proxy;
        this.host = host;
    }

    Instant whenStatusIs(int status) {
        return when(host + " answers " + status, () -> proxy.get(host, "/").status() == status);
    }

    /// When so many instances, no more and no fewer, answered twice as many requests in a row as there are of them.
    Instant whenInstancesAre(int count) {
        return when(host + " is served by " + count, () -> instances(2 * count).size() == count);
    }

    /// Instances that answer, over a number of requests in a row.
    Set<String> instances(int requests) throws IOException {
        var instances = new HashSet<String>();
        for (int i = 0; i < requests; i++) {
            var answer = proxy.get(host, "/");
            var instance = INSTANCE.matcher(answer.body());
            instances.add(instance.find() ? instance.group(1) : "status " + answer.status());
        }
        return instances;
    }

    private Instant when(String what, Check check) {
        try {
            await(what)
                    .atMost(PATIENCE)
                    .pollInterval(STEP)
                    .pollDelay(Duration.ZERO)
                    .until(check::holds);
            return Instant.now();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + " did not happen; " + proxy.describe(host), e);
        }
    }

    /// The figure for people; no test depends on it.
    static void report(String what, Instant cause, Instant effect) {
        LOG.info(() ->
                "MEASURED " + what + ": " + Duration.between(cause, effect).toMillis() + " ms");
    }

    private interface Check {
        boolean holds() throws IOException;
    }
}
