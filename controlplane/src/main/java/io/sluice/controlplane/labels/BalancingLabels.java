package io.sluice.controlplane.labels;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

import io.sluice.dataplane.model.Affinity;
import io.sluice.dataplane.model.Cluster;
import io.sluice.dataplane.model.LbPolicy;
import io.sluice.dataplane.model.OutlierPolicy;
import io.sluice.dataplane.model.RetryPolicy;
import io.sluice.dataplane.model.UpstreamTimeouts;

/// The labels that say how a service's requests are spread over its tasks, and what its tasks can take.
final class BalancingLabels {

    static final int MAX_WEIGHT = 1000;
    private static final int MAX_FAILS = 1000;
    private static final int MAX_REQUESTS = 1_000_000;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private static final Map<String, RetryPolicy.Reason> REASONS = Map.of(
            "connect", RetryPolicy.Reason.CONNECT,
            "reset", RetryPolicy.Reason.RESET,
            "timeout", RetryPolicy.Reason.TIMEOUT);

    private final LabelReader labels;

    BalancingLabels(LabelReader labels) {
        this.labels = labels;
    }

    Balancing read(BackendMode mode) {
        AffinityLabels affinityLabels = new AffinityLabels(labels);
        LbPolicy policy = affinityLabels.policy();
        Affinity affinity = affinityLabels.affinity(policy);
        if (mode == BackendMode.VIP) {
            affinityLabels.warnOfVip();
        }
        return new Balancing(
                policy,
                affinity,
                weight(),
                timeouts(),
                retries(),
                outliers(),
                integer(LabelNames.MAX_REQUESTS, 1, MAX_REQUESTS, Cluster.UNLIMITED),
                duration(LabelNames.SLOW_START, Duration.ZERO, HOUR, Duration.ZERO),
                labels.isTrue(LabelNames.PROXY_PROTOCOL));
    }

    /// Zero: no requests, as long as another service has the host too.
    private OptionalInt weight() {
        Optional<Integer> weight = labels.read(LabelNames.WEIGHT, text -> Values.integer(text, 0, MAX_WEIGHT));
        return weight.isPresent() ? OptionalInt.of(weight.get()) : OptionalInt.empty();
    }

    private UpstreamTimeouts timeouts() {
        UpstreamTimeouts defaults = UpstreamTimeouts.DEFAULT;
        Duration connect = duration(LabelNames.TIMEOUT_CONNECT, MILLISECOND, HOUR, defaults.connect());
        Duration response = duration(LabelNames.TIMEOUT_REQUEST, MILLISECOND, DAY, defaults.response());
        Optional<Duration> idle = labels.read(LabelNames.TIMEOUT_IDLE, text -> Values.duration(text, MILLISECOND, DAY));
        return new UpstreamTimeouts(
                connect,
                response,
                idle.orElse(defaults.bodyGap()),
                idle.orElse(defaults.tunnelIdle()),
                defaults.pooledIdle(),
                duration(LabelNames.TIMEOUT_DRAIN, MILLISECOND, HOUR, defaults.tunnelDrain()));
    }

    private RetryPolicy retries() {
        RetryPolicy defaults = RetryPolicy.DEFAULT;
        int retries = integer(LabelNames.RETRIES, 0, RetryPolicy.MAX_RETRIES, defaults.retries());
        List<RetryOn> listed = labels.readEach(LabelNames.RETRY_ON, BalancingLabels::retryOn);
        Set<RetryPolicy.Reason> reasons =
                listed.isEmpty() ? EnumSet.copyOf(defaults.on()) : EnumSet.of(RetryPolicy.Reason.CONNECT);
        Set<Integer> statuses = new TreeSet<>();
        for (RetryOn reason : listed) {
            switch (reason) {
                case RetryOn.Broken(RetryPolicy.Reason broken) -> reasons.add(broken);
                case RetryOn.Status(int status) -> statuses.add(status);
            }
        }
        if (retries == 0 && !listed.isEmpty()) {
            labels.noEffect(LabelNames.RETRY_ON, "there are no retries", "raise retries, or remove the label");
        }
        return new RetryPolicy(retries, reasons, statuses);
    }

    /// One reason of the list.
    private sealed interface RetryOn {

        record Broken(RetryPolicy.Reason reason) implements RetryOn {}

        record Status(int status) implements RetryOn {}
    }

    private static RetryOn retryOn(String text) {
        return Values.isDecimal(text)
                ? new RetryOn.Status(Values.integer(text, 500, 599))
                : new RetryOn.Broken(Values.word(text, REASONS, "invalid-retry-on"));
    }

    private OutlierPolicy outliers() {
        OutlierPolicy defaults = OutlierPolicy.DEFAULT;
        return new OutlierPolicy(
                integer(LabelNames.MAX_FAILS, 0, MAX_FAILS, defaults.maxFails()),
                duration(LabelNames.FAIL_TIMEOUT, SECOND, HOUR, defaults.failTimeout()),
                defaults.maxEjectedPercent(),
                labels.isTrueUnlessSaid(LabelNames.EJECT_BY_RATE));
    }

    private int integer(String name, int min, int max, int otherwise) {
        return labels.read(name, text -> Values.integer(text, min, max)).orElse(otherwise);
    }

    private Duration duration(String name, Duration min, Duration max, Duration otherwise) {
        return labels.read(name, text -> Values.duration(text, min, max)).orElse(otherwise);
    }
}
