package io.sluice.controlplane.publish;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.HdrHistogram.Histogram;

/// How long changes of the swarm take until requests follow them: from the time that the swarm itself gives them to the
/// snapshot that holds them. Only changes that led to a snapshot count, and none of those that were there at the start.
///
/// Each node of a swarm has its own clock: what seems to have been served before it happened counts as no lag, and is
/// counted apart. Any thread.
public final class DiscoveryLag {

    /// Longer ones count as this long.
    static final Duration MOST = Duration.ofHours(1);

    /// That no proxy has acknowledged yet; the oldest give way.
    static final int MAX_WAITING = 10_000;

    private static final int DIGITS = 2;

    private final Map<Stage, Map<StateMoment.Kind, Histogram>> histograms = new EnumMap<>(Stage.class); // this
    private List<StateMoment> beingPublished = List.of(); // guarded by this
    private final List<StateMoment> waiting = new ArrayList<>(); // guarded by this
    private String offered = ""; // guarded by this
    private String served = ""; // guarded by this
    private Instant servedAt = Instant.EPOCH; // guarded by this
    private long ahead; // guarded by this

    public enum Stage {
        /// In every loop of this process; of a control plane: offered to proxies.
        PUBLISHED,
        /// In every loop of every proxy that is connected.
        SERVED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param of `task` or `service`
    /// @param micros nobody else's
    public record Entry(Stage stage, String of, Histogram micros) {}

    /// Before the snapshot with these changes is published.
    synchronized void onPublishing(List<StateMoment> changes) {
        beingPublished = List.copyOf(changes);
    }

    synchronized void onPublished(Instant now) {
        beingPublished.forEach(change -> record(Stage.PUBLISHED, change, now));
        beingPublished = List.of();
    }

    /// What is being published is what proxies know by this id.
    public synchronized void onOffered(String id) {
        offered = id;
        waiting.addAll(beingPublished);
        if (waiting.size() > MAX_WAITING) {
            waiting.subList(0, waiting.size() - MAX_WAITING).clear();
        }
        settle();
    }

    /// Every proxy that is connected serves it.
    public synchronized void onServed(String id, Instant now) {
        served = id;
        servedAt = now;
        settle();
    }

    /// Those with something in them.
    public synchronized List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        histograms.forEach((stage, kinds) -> kinds.forEach((kind, histogram) ->
                entries.add(new Entry(stage, kind.name().toLowerCase(Locale.ROOT), histogram.copy()))));
        return entries;
    }

    /// Changes that seemed to be of the future: clocks differ.
    public synchronized long ahead() {
        return ahead;
    }

    private void settle() {
        if (offered.equals(served)) {
            waiting.forEach(change -> record(Stage.SERVED, change, servedAt));
            waiting.clear();
        }
    }

    private void record(Stage stage, StateMoment change, Instant now) {
        Duration lag = Duration.between(change.at(), now);
        if (lag.isNegative()) {
            ahead++;
        }
        long micros = lag.compareTo(MOST) < 0 ? lag.toNanos() / 1000 : MOST.toMillis() * 1000;
        histograms
                .computeIfAbsent(stage, key -> new EnumMap<>(StateMoment.Kind.class))
                .computeIfAbsent(change.kind(), key -> new Histogram(MOST.toMillis() * 1000, DIGITS))
                .recordValue(Math.max(0, micros));
    }
}
